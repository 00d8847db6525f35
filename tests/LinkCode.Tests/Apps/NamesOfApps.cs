using LinkCode.Server.Apps;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Apps;

/// <summary>Nobody is registered under a name that reads as somebody else (T43).</summary>
public sealed class NamesOfApps(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("Microsoft Support")]
    [InlineData("MICROSOFT")]
    [InlineData("Micro soft Television")]
    [InlineData("M i c r o s o f t")]
    [InlineData("MyMicrosoftHelper")]
    [InlineData("Micros0ft")]
    [InlineData("Rnicrosoft")]
    [InlineData("Micrósöft TV")]
    [InlineData("Gоogle-Home", "mixed alphabets")]
    [InlineData("аррӏе")]
    [InlineData("Appie TV")]
    [InlineData("P@yPal")]
    [InlineData("You Tube")]
    [InlineData("\ua4df\ua4f2\ua4da\ua4e3\ua4f3\ua4e2\ua4f3\ua4dd\ua4d4")]
    [InlineData("\u13b7\u13c6\u13df\u13a1\u13be\u13da\u13be\u13b1\u13a2")]
    [InlineData("\uab87\uab96\uabaf\uab71\uab8e\uabaa\uab8e\uab81\uab72")]
    [InlineData("\u1d0d\u026a\u1d04\u0280\u1d0f\ua731\u1d0f\ua730\u1d1b")]
    [InlineData("Goog\u0142e")]
    [InlineData("GoogleSupport")]
    [InlineData("googlesupport")]
    [InlineData("GoogleTV")]
    [InlineData("AppleID")]
    [InlineData("appleid")]
    [InlineData("PayPalHelp")]
    [InlineData("The SonySupportTeam")]
    [InlineData("LinkCodeSupport", "run this site")]
    [InlineData("linkcodesupport", "run this site")]
    [InlineData("LinkCode", "run this site")]
    [InlineData("L\u0131nkC\u043ede", "mixed alphabets")]
    [InlineData("SupportTeam", "run this site")]
    [InlineData("\u1160", "direction characters")]
    [InlineData("\u115f\u115f", "direction characters")]
    [InlineData("Tele\u034fvision", "direction characters")]
    [InlineData("\ufe0f", "direction characters")]
    [InlineData("Security Team", "run this site")]
    [InlineData("Support", "run this site")]
    [InlineData("5upport", "run this site")]
    [InlineData("LinkCode Account Verification", "run this site")]
    [InlineData("Televi\u200fsion", "direction characters")]
    [InlineData("Tele\u202evision", "direction characters")]
    [InlineData("Tele\u2066vision", "direction characters")]
    [InlineData("Tele\u061cvision", "direction characters")]
    [InlineData("Tele\u0007vision", "direction characters")]
    public async Task T43_a_name_that_passes_for_another_is_refused_for_app_and_publisher(string name, string sentence = "reads as")
    {
        Assert.Contains(sentence, await RegisterAsync(new AppSettings { Name = name }), StringComparison.Ordinal);
        Assert.Contains(sentence, await RegisterAsync(new AppSettings { Name = "Living room", Publisher = name }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pineapple TV")]
    [InlineData("Moss Racers 4")]
    [InlineData("Snapple Support Tool")]
    [InlineData("Fern & Daughters")]
    [InlineData("LinkCode Radio")]
    [InlineData("Steamboat Visage")]
    [InlineData("Appleton")]
    [InlineData("Z\u00fcri B\u00e4r\u0142")]
    [InlineData("\u13e3\u13b3\u13a9")]
    [InlineData("\uac00\ub098\ub2e4")]
    [InlineData("\u2615\ufe0f Timer")]
    [InlineData("Телевизор")]
    [InlineData("تلفزيون")]
    [InlineData("リビングのテレビ")]
    [InlineData("Advisable Metadata")]
    public async Task T43_an_honest_name_is_taken(string name) => Assert.Null(await RegisterAsync(new AppSettings { Name = name, Publisher = name }));

    [Fact]
    public async Task T43_whoever_the_operator_has_checked_may_have_the_name_but_hides_nothing_in_it()
    {
        Assert.Null(await RegisterAsync(new AppSettings { Name = "Microsoft Support", Publisher = "Microsoft", Verified = true }));
        Assert.Contains("direction characters", await RegisterAsync(new AppSettings { Name = "Micro\u200fsoft", Verified = true }), StringComparison.Ordinal);
    }

    private async Task<string?> RegisterAsync(AppSettings settings)
    {
        await using var scope = fixture.Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegisterApp>().RunAsync("name-under-test", settings, TestContext.Current.CancellationToken);
    }
}
