using System.CommandLine;
using LinkCode.Server.Apps;
using LinkCode.Tests.Host;
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

    [Theory]
    [InlineData("An app's id has", "add", "no/slash", "--name", "x")]
    [InlineData("CodeLifetimeSeconds", "add", "quick", "--name", "x", "--code-lifetime", "3")]
    [InlineData("An app's name and publisher", "add", "homograph", "--name", "Micros\u0585ft")]
    [InlineData("An app's name and publisher", "add", "homograph", "--name", "\uff2dicrosoft")]
    [InlineData("Redirect addresses are", "add", "scripted", "--name", "x", "--redirect-uri", "javascript:alert(1)")]
    [InlineData("Redirect addresses are", "add", "plain", "--name", "x", "--redirect-uri", "http://evil.example/back")]
    [InlineData("There is no scope called everything", "add", "greedy", "--name", "x", "--scopes", "everything")]
    [InlineData("There is no app called nobody", "remove", "nobody")]
    public async Task What_is_wrong_is_said_and_nothing_is_done(string sentence, params string[] args)
    {
        var (code, output, error) = await RunAsync(args);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await AppsCommand.Create(() => Server.Services).Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
