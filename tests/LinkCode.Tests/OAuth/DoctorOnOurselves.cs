using LinkCode.Server.Operator.Doctor;

namespace LinkCode.Tests.OAuth;

/// <summary>Every rule that can be seen from outside, asked of our own server over a socket.</summary>
public sealed class DoctorOnOurselves(ExaminedServer examined) : IClassFixture<ExaminedServer>
{
    /// <summary>What the doctor cannot see on plain http or in a minute, and the test that sees it instead.</summary>
    internal static readonly Dictionary<string, (Type Class, string Test)> SeenElsewhere = new()
    {
        ["N14"] = (typeof(DrawnCodes), nameof(DrawnCodes.N14_a_hundred_thousand_codes_are_unique_and_evenly_drawn)),
        ["N47"] = (typeof(LivesOfTokens), nameof(LivesOfTokens.N47_a_refresh_token_dies_of_inactivity)),
        ["N69"] = (typeof(PagesOverHttps), nameof(PagesOverHttps.N69_a_yes_within_a_second_is_not_taken)),
        ["N70"] = (typeof(PagesOverHttps), nameof(PagesOverHttps.N70_every_cookie_is_bound_to_its_host)),
        ["N80"] = (typeof(Accounts.SigningIn), nameof(Accounts.SigningIn.Begins_a_new_session_every_time)),
    };

    public static TheoryData<string> Numbers => [.. DoctorRules.All.OrderBy(rule => rule.Turn == Turn.Last).Select(rule => rule.Number)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Holds(string number)
    {
        var rule = DoctorRules.All.Single(one => one.Number == number);
        if (rule.Turn == Turn.Last)
        {
            // Wrong codes make the server wary of everybody, so this rule has a server of its own.
            await using var another = new ExaminedServer();
            await another.InitializeAsync();
            Assert.IsType<Finding.Held>(await rule.CheckAsync(another.Patient, TestContext.Current.CancellationToken));
            return;
        }

        var finding = await rule.CheckAsync(examined.Patient, TestContext.Current.CancellationToken);
        if (SeenElsewhere.ContainsKey(number))
        {
            Assert.IsType<Finding.NotTestable>(finding);
        }
        else
        {
            Assert.True(finding is Finding.Held, $"{number} {rule.Sentence} {finding}");
        }
    }
}
