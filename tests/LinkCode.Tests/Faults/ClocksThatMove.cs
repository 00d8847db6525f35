using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Faults;

/// <summary>The clock of the machine is put back or forward by an hour while people link devices.</summary>
public sealed class ClocksThatMove
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task An_hour_back_keeps_nobody_waiting_for_an_hour()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:LimitScale"] = "1" });
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var waiting = await new TestDevice(http).AskAsync(pkce: true);
        Assert.Equal("authorization_pending", (await waiting.PollAsync()).Error);

        // Everything that counts within a window is full to the brim.
        for (var i = 0; i < 58; i++)
        {
            await new TestDevice(http).AskAsync();
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync("BCDF-GHJK"));
        }

        Assert.IsType<EnterAnswer.TooMany>(await person.EnterAsync("BCDF-GHJK"));
        server.Clock.Advance(-Hour);
        Assert.Equal("authorization_pending", (await waiting.PollAsync()).Error);
        for (var i = 0; i < 10; i++)
        {
            await new TestDevice(http).AskAsync();
        }

        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(waiting.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await waiting.PollAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await waiting.RefreshAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await waiting.UserInfoAsync()).Status);
    }

    [Fact]
    public async Task An_hour_forward_ends_codes_and_leaves_devices_linked()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var (linked, waiting) = (await new TestDevice(http).AskAsync(pkce: true), await new TestDevice(http).AskAsync(pkce: true));
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(linked.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await linked.PollAsync()).Status);
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(waiting.UserCode));
        server.Clock.Advance(Hour);
        Assert.IsType<DecideAnswer.Ended>(await person.ApproveAsync(waiting.UserCode));
        Assert.Equal("expired_token", (await waiting.PollAsync()).Error);
        Assert.Equal(HttpStatusCode.OK, (await linked.RefreshAsync()).Status);
        var again = await new TestDevice(http).AskAsync(pkce: true);
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(again.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await again.PollAsync()).Status);

        // And back to the right time: what was linked meanwhile stays so.
        server.Clock.Advance(-Hour);
        Assert.Equal(HttpStatusCode.OK, (await again.RefreshAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await linked.RefreshAsync()).Status);
    }

    [Fact]
    public async Task A_mail_server_that_is_down_keeps_nobody_from_linking()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?>
        {
            ["LinkCode:Mail:Route"] = "Smtp",
            ["LinkCode:Mail:SmtpHost"] = "127.0.0.1",
            ["LinkCode:Mail:SmtpPort"] = "9",
            ["LinkCode:Mail:From"] = "link@example.org",
        });
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var device = await new TestDevice(http).AskAsync(pkce: true);
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(device.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(server.Folder, "linkcode.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OutgoingMails WHERE DueAt IS NOT NULL";
        Assert.Equal(1L, command.ExecuteScalar());
    }
}
