using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Server.Operator;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Data;

/// <summary><c>db copy</c> takes a SQLite server that people live with to PostgreSQL, and nobody notices.</summary>
[Trait(TestDatabase.Trait, TestDatabase.OnlyPostgres)]
public sealed class CopyingTheDatabase
{
    private const string Secret = "a secret of the tests, longer than it has to be";
    private static readonly Dictionary<string, string?> OnSqlite = new() { ["LinkCode:Data:Provider"] = "Sqlite", ["LinkCode:KeySecret"] = Secret };

    [Fact]
    public async Task Everything_is_there_and_goes_on_on_the_other_side()
    {
        var before = await TestServer.StartAsync(OnSqlite);
        var port = before.Address.Port;
        using var http = before.Program();
        var person = await Person.AddAsync(before, "ana@example.org");
        var linked = await new TestDevice(http).AskAsync(more: ("device_id", "a-living-room"));
        await person.LinkAsync(linked.UserCode);
        await linked.PollAsync();
        var approved = await new TestDevice(http).AskAsync(pkce: true, more: ("device_name", "Küche ☕"));
        await person.LinkAsync(approved.UserCode);
        var waiting = await new TestDevice(http).AskAsync();
        var removed = await new TestDevice(http).AskAsync();
        await person.LinkAsync(removed.UserCode);
        await removed.PollAsync();
        await removed.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", removed.RefreshToken));
        await before.AddAppAsync("moss", new LinkCode.Server.Apps.AppSettings { Name = "Moss Racers", Secret = "a secret of an app, which is long" });

        // Time has ended this one, and its code has come again since.
        var ended = await new TestDevice(http).AskAsync();
        await before.Services.GetRequiredService<WriteQueue>().RunAsync(new Statement(
            "UPDATE \"LinkRequests\" SET \"ExpiresAt\" = 1, \"UserCodeHash\" = (SELECT \"UserCodeHash\" FROM \"LinkRequests\" ORDER BY \"CreatedAt\" LIMIT 1) WHERE \"CreatedAt\" = (SELECT MAX(\"CreatedAt\") FROM \"LinkRequests\")"));
        var empty = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        var connection = TestDatabase.Empty(empty);

        var (code, said, wrong) = await CopyAsync(before, connection);
        Assert.True(code == 0, wrong);
        Assert.Contains("LinkRequests", said, StringComparison.Ordinal);
        var (again, _, refused) = await CopyAsync(before, connection);
        Assert.Equal(1, again);
        Assert.Contains("has tables already", refused, StringComparison.Ordinal);
        await before.StopAsync();

        var settings = new Dictionary<string, string?> { ["LinkCode:Data:Provider"] = "Postgres", ["LinkCode:Data:Connection"] = connection, ["LinkCode:KeySecret"] = Secret };
        await using var after = await TestServer.StartAsync(settings, folder: empty, port: port);
        after.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await linked.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await linked.RefreshAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await approved.PollAsync()).Status);
        Assert.Equal("waiting", (await waiting.PollAsync()).Text("link_status"));
        await new Person(after, person.Id).LinkAsync(waiting.UserCode);
        after.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(HttpStatusCode.OK, (await waiting.PollAsync()).Status);
        Assert.Equal("invalid_grant", (await ended.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await removed.UserInfoAsync()).Status);
        Assert.Equal("invalid_grant", (await removed.RefreshAsync()).Error);
        Assert.NotEmpty((await new TestDevice(after.Program(), "moss").AskAsync(more: ("client_secret", "a secret of an app, which is long"))).DeviceCode);

        // Numbers go on after the highest one that was copied.
        await using var scope = after.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        var letters = await db.Set<LinkCode.Server.Activity.OutgoingMail>().OrderBy(mail => mail.Id).Select(mail => mail.To).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(4, letters.Count(to => to == "ana@example.org"));
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync("ana@example.org");
        Assert.Equal(person.Id, account!.Id);
        TestDatabase.Drop(before.Folder);
        Directory.Delete(before.Folder, recursive: true);
    }

    private static async Task<(int Code, string Output, string Error)> CopyAsync(TestServer server, string connection)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new System.CommandLine.InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        var code = await DatabaseCommand.Create(() => server.Services).Parse(["copy", "--to", connection]).InvokeAsync(terminal);
        return (code, output.ToString(), error.ToString());
    }
}
