using System.CommandLine;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Apps;

/// <summary><c>apps add|list|remove</c>, on the database of a running server.</summary>
public sealed class TheAppsCommand(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task An_app_is_added_listed_and_removed_and_its_codes_end()
    {
        var added = await RunAsync("add", "moss", "--name", "Moss Racers", "--kind", "Console", "--publisher", "Fen");
        Assert.True(added.Code == 0, added.Error);
        await Server.Services.GetRequiredService<AppDirectory>().RefreshAsync(CancellationToken.None);
        var device = await new TestDevice(Server.Program(), "moss").AskAsync();
        Assert.Contains("moss", (await RunAsync("list")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("remove", "moss")).Code);
        await Server.Services.GetRequiredService<AppDirectory>().RefreshAsync(CancellationToken.None);
        Assert.NotEqual("authorization_pending", (await device.PollAsync()).Error);
        Assert.DoesNotContain("moss", (await RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_works()
    {
        var added = await RunAsync("add", "web", "--name", "Web", "--secret");
        Assert.True(added.Code == 0, added.Error);
        await Server.Services.GetRequiredService<AppDirectory>().RefreshAsync(CancellationToken.None);
        var secret = added.Output.Trim().Split(' ')[^1];
        Assert.Equal(48, secret.Length);
        Assert.DoesNotContain(secret, (await RunAsync("list")).Output, StringComparison.Ordinal);
        var app = new TestDevice(Server.Program(), "web");
        Assert.Equal("invalid_client", (await app.PostAsync("/oauth/device", ("client_id", "web"), ("client_secret", "wrong"))).Error);
        await app.AskAsync(more: ("client_secret", secret));
        Assert.Equal(0, (await RunAsync("add", "web", "--name", "Web", "--secret")).Code);
        Assert.Equal("invalid_client", (await app.PostAsync("/oauth/device", ("client_id", "web"), ("client_secret", secret))).Error);
    }

    [Fact]
    public async Task What_is_not_named_stays_as_it_is()
    {
        var added = await RunAsync(
            "add", "shop", "--name", "Shop", "--publisher", "Fen", "--verified", "--kind", "Browser", "--secret", "--scopes", "openid profile devices", "--default-scopes", "openid", "--dpop",
            "--redirect-uri", "https://shop.example/back", "--redirect-uri", "https://shop.example/other", "--icon", "/shop.svg", "--no-complete-link", "--digits",
            "--code-lifetime", "300", "--idle-days", "9", "--most-days", "99");
        Assert.True(added.Code == 0, added.Error);
        var (before, hash) = await CardAsync("shop");
        Assert.NotNull(hash);

        var renamed = await RunAsync("add", "shop", "--name", "The shop");
        Assert.True(renamed.Code == 0, renamed.Error);
        Assert.DoesNotContain("secret", renamed.Output, StringComparison.Ordinal);
        var (after, kept) = await CardAsync("shop");
        Assert.Equal(hash, kept);
        Assert.Equal("The shop", after.Name);

        // The new name was not checked by anybody yet.
        Assert.Equivalent(before with { Name = "The shop", IsVerified = false }, after, strict: true);
        Assert.Equal(0, (await RunAsync("add", "shop", "--verified")).Code);
        Assert.True((await CardAsync("shop")).Card.IsVerified);

        // Each is changed by naming it, and taken back by naming it, too.
        var changed = await RunAsync("add", "shop", "--dpop", "false", "--verified", "false", "--scopes", "openid email", "--redirect-uri", "");
        Assert.True(changed.Code == 0, changed.Error);
        (after, kept) = await CardAsync("shop");
        Assert.Equal(hash, kept);
        Assert.Equal((false, false, "openid", 0), (after.RequiresProof, after.IsVerified, after.DefaultScopes, after.RedirectUris.Count));
        Assert.False(after.IsPublic);

        Assert.Equal(0, (await RunAsync("add", "shop", "--public")).Code);
        (after, kept) = await CardAsync("shop");
        Assert.True(after.IsPublic);
        Assert.Null(kept);
        Assert.Contains("secret", (await RunAsync("add", "shop", "--secret")).Output, StringComparison.Ordinal);
        Assert.False((await CardAsync("shop")).Card.IsPublic);
    }

    [Fact]
    public async Task Scopes_that_nobody_named_as_the_default_follow_those_it_may_ask_for()
    {
        Assert.Equal(0, (await RunAsync("add", "reed", "--name", "Reed")).Code);
        Assert.Equal(0, (await RunAsync("add", "reed", "--scopes", "openid email")).Code);
        Assert.Equal("openid email", (await CardAsync("reed")).Card.DefaultScopes);
    }

    [Theory]
    [InlineData("An app's id has", "add", "no/slash", "--name", "x")]
    [InlineData("CodeLifetimeSeconds", "add", "quick", "--name", "x", "--code-lifetime", "3")]
    [InlineData("An app's name and publisher", "add", "homograph", "--name", "Micros\u0585ft")]
    [InlineData("An app's name and publisher", "add", "homograph", "--name", "\uff2dicrosoft")]
    [InlineData("Redirect addresses are", "add", "scripted", "--name", "x", "--redirect-uri", "javascript:alert(1)")]
    [InlineData("Redirect addresses are", "add", "plain", "--name", "x", "--redirect-uri", "http://evil.example/back")]
    [InlineData("There is no scope called everything", "add", "greedy", "--name", "x", "--scopes", "everything")]
    [InlineData("There is no app called nobody", "remove", "nobody")]
    [InlineData("A new app needs a name", "add", "nameless")]
    [InlineData("--secret or --public", "add", "both", "--name", "x", "--secret", "--public")]
    public async Task What_is_wrong_is_said_and_nothing_is_done(string sentence, params string[] args)
    {
        var (code, output, error) = await RunAsync(args);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private async Task<(AppCard Card, string? SecretHash)> CardAsync(string id)
    {
        var apps = Server.Services.GetRequiredService<AppDirectory>();
        await apps.RefreshAsync(CancellationToken.None);
        await using var scope = Server.Services.CreateAsyncScope();
        return (apps.Find(id)!, await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<App>().Where(app => app.ClientId == id).Select(app => app.ClientSecret).SingleAsync());
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await AppsCommand.Create(() => Server.Services).Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
