using System.Globalization;
using System.Net;
using LinkCode.Tests.Codes.Pages;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Accounts;

/// <summary>The time the forgotten-password page takes tells nobody who has an account (T86). Measured by <c>./do times</c> on a quiet machine.</summary>
[Collection(nameof(MeasuresTime))]
public sealed class TimesOfForgetting(ITestOutputHelper output)
{
    private const int People = 1000;

    // A mailbox gets four such letters before the next has to wait.
    private const int PerPerson = 4;

    [Fact(Explicit = true)]
    public async Task T86_a_known_and_an_unknown_address_take_as_long()
    {
        await using var site = await Site.DevelopmentAsync(("LinkCode:LimitScale", "10000"));
        var known = new List<string>();
        for (var i = 0; i < People; i++)
        {
            known.Add(Site.NewAddress());
            await site.AccountAsync(known[i]);
        }

        var unknown = known.ConvertAll(_ => Site.NewAddress());
        using var stranger = await Typist.AtAsync(site, null);
        for (var warm = 0; warm < 200; warm++)
        {
            await stranger.PostAsync("/forgot-password", ("mail", Site.NewAddress()));
        }

        var samples = new Timings("unknown address", "known address");
        for (var round = 0; round < People * PerPerson; round++)
        {
            await samples.RoundAsync(async kind => Assert.Equal(HttpStatusCode.OK, await stranger.PostAsync("/forgot-password", ("mail", (kind == 0 ? unknown : known)[round % People]))));
        }

        output.WriteLine(samples.Table("POST /forgot-password"));
        Assert.True(samples.LargestDifference() <= 0.02, string.Create(CultureInfo.InvariantCulture, $"The medians differ by {samples.LargestDifference():P1}."));
    }
}
