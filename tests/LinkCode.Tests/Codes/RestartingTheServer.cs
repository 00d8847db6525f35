using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes;

/// <summary>What was answered before a restart holds after it.</summary>
public sealed partial class RestartingTheServer
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

    [Theory]
    [Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
    [InlineData(5, "invalid_grant")]
    [InlineData(65, "expired_token")]
    public async Task T25_a_code_from_before_a_backup_is_dead_once_that_backup_is_restored(int minutesLater, string error)
    {
        var server = await TestServer.StartAsync();
        var port = server.Address.Port;
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var approved = await new TestDevice(http).AskAsync();
        await person.LinkAsync(approved.UserCode);
        var waiting = await new TestDevice(http).AskAsync();
        var claimed = await new TestDevice(http).AskAsync();
        await person.EnterAsync(claimed.UserCode);
        await server.StopAsync();

        // A backup younger than a code is told so by the line that docs/RUN-IT.md has for it; an older one needs nothing.
        if (minutesLater < LinkTimes.HardStop.TotalMinutes)
        {
            Execute(Path.Combine(server.Folder, "linkcode.db"), await LineForBackupsAsync());
        }

        var clock = new HeldClock();
        clock.Advance(TimeSpan.FromMinutes(minutesLater));
        await using var restored = await TestServer.StartAsync(folder: server.Folder, port: port, clock: clock);
        foreach (var device in new[] { approved, waiting, claimed })
        {
            Assert.Equal(error, (await device.PollAsync()).Error);
            Assert.IsNotType<EnterAnswer.Claimed>(await new Person(restored, person.Id).EnterAsync(device.UserCode));
            Assert.IsNotType<DecideAnswer.Done>(await new Person(restored, person.Id).ApproveAsync(device.UserCode));
            Assert.Equal(error, (await device.PollAsync()).Error);
        }
    }

    private static async Task<string> LineForBackupsAsync() =>
        BackupLine().Match(await File.ReadAllTextAsync(Path.Combine(TestServer.Root(), "docs", "RUN-IT.md"), TestContext.Current.CancellationToken)).Groups[1].Value;

    private static void Execute(string database, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(3, command.ExecuteNonQuery());
    }

    [System.Text.RegularExpressions.GeneratedRegex("^sqlite3 /var/backups/linkcode/linkcode.db \"(.+)\"$", System.Text.RegularExpressions.RegexOptions.Multiline)]
    private static partial System.Text.RegularExpressions.Regex BackupLine();
}
