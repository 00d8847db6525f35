using System.Net;
using LinkCode.Server.Apps;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Operator;

/// <summary>Who may look at the test television, and as which app it asks.</summary>
public sealed class TheTestTelevision(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Is_open_to_everybody_in_Development()
    {
        using var http = fixture.Server.Program();
        var html = await http.GetStringAsync("/television");
        Assert.Contains("data-client=\"demo-tv\"", html, StringComparison.Ordinal);
        Assert.Contains("<noscript>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_as_another_public_app_when_told_and_as_no_app_with_a_secret()
    {
        await fixture.Server.AddAppAsync("hidden-tv", new AppSettings { Name = "Hidden", Secret = "a secret of thirty-two characters" });
        using var http = fixture.Server.Program();
        Assert.Contains("data-client=\"demo-cli\"", await http.GetStringAsync("/television?client=demo-cli"), StringComparison.Ordinal);
        foreach (var client in new[] { "hidden-tv", "nobody" })
        {
            using var answer = await http.GetAsync("/television?client=" + client);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Is_for_operators_elsewhere()
    {
        await using var site = await Site.ProductionAsync();
        var address = Site.NewAddress();
        await site.AccountAsync(address);
        var browser = site.Browser();
        Assert.Equal("Sign in", (await browser.GetAsync("/television")).Heading);
        var refused = await browser.SignInAsync(address, next: "/television");
        Assert.Equal("/error/403", refused.Path.Split('?')[0]);
    }
}
