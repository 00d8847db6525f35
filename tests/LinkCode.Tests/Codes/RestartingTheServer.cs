using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes;

/// <summary>What was answered before a restart holds after it.</summary>
public sealed class RestartingTheServer
{
    [Fact]
    public async Task Codes_claims_decisions_devices_and_keys_are_as_good_as_before()
    {
        var before = await TestServer.StartAsync();
        var port = before.Address.Port;
        using var http = before.Program();
        var person = await Person.AddAsync(before);
        var linked = await new TestDevice(http).AskAsync();
        await person.LinkAsync(linked.UserCode);
        await linked.PollAsync();
        var approved = await new TestDevice(http).AskAsync(pkce: true);
        await person.LinkAsync(approved.UserCode);
        var claimed = await new TestDevice(http).AskAsync();
        await person.EnterAsync(claimed.UserCode);
        var waiting = await new TestDevice(http).AskAsync();
        var denied = await new TestDevice(http).AskAsync();
        await person.EnterAsync(denied.UserCode);
        await person.DenyAsync(denied.UserCode);
        var removed = await new TestDevice(http).AskAsync();
        await person.LinkAsync(removed.UserCode);
        await removed.PollAsync();
        await removed.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", removed.RefreshToken));
        await before.StopAsync();

        await using var after = await TestServer.StartAsync(folder: before.Folder, port: port);
        after.Clock.Advance(TimeSpan.FromSeconds(30));
        var again = new Person(after, person.Id);
        Assert.Equal(HttpStatusCode.OK, (await linked.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await linked.RefreshAsync()).Status);
        Assert.Equal("invalid_grant", (await linked.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.OK, (await approved.PollAsync()).Status);
        Assert.Equal("claimed", (await claimed.PollAsync()).Text("link_status"));
        Assert.IsType<DecideAnswer.Done>(await again.ApproveAsync(claimed.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await claimed.PollAsync()).Status);
        Assert.Equal("waiting", (await waiting.PollAsync()).Text("link_status"));
        Assert.IsType<DecideAnswer.Done>(await again.LinkAsync(waiting.UserCode));
        Assert.Equal("access_denied", (await denied.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await removed.UserInfoAsync()).Status);
        Assert.Equal("invalid_grant", (await removed.RefreshAsync()).Error);
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
    public async Task T25_a_code_from_after_an_older_backup_is_dead_once_that_backup_is_restored()
    {
        var server = await TestServer.StartAsync();
        var port = server.Address.Port;
        await server.StopAsync();
        var database = Path.Combine(server.Folder, "linkcode.db");
        var backup = await File.ReadAllBytesAsync(database, TestContext.Current.CancellationToken);

        var next = await TestServer.StartAsync(folder: server.Folder, port: port);
        using var http = next.Program();
        var device = await new TestDevice(http).AskAsync();
        await next.StopAsync();
        Assert.False(File.Exists(database + "-wal"));
        await File.WriteAllBytesAsync(database, backup, TestContext.Current.CancellationToken);

        await using var restored = await TestServer.StartAsync(folder: server.Folder, port: port);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        Assert.IsType<EnterAnswer.NotWorking>(await (await Person.AddAsync(restored)).EnterAsync(device.UserCode));
    }
}
