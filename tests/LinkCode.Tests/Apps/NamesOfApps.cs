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
