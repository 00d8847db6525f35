using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>Ended requests leave memory, table and file, and their devices still hear the right word (ENGINE 7, N31).</summary>
public sealed class ForgettingCodes
{
    [Fact]
    public async Task E7_N31_a_code_nobody_entered_leaves_within_two_lifetimes_and_its_device_still_hears_that_it_expired()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var (lone, denied) = (await new TestDevice(http).AskAsync(), await new TestDevice(http).AskAsync());
        await person.EnterAsync(denied.UserCode);
        await person.DenyAsync(denied.UserCode);
        server.Clock.Advance(TimeSpan.FromMinutes(10.1));
        var store = server.Services.GetRequiredService<LinkStore>();
        var now = server.Clock.GetUtcNow();
        Assert.Equal(0, await store.DeleteUnclaimedAsync(DateTimeOffset.MinValue, now - LinkTimes.Unclaimed, 100));
        server.Clock.Advance(TimeSpan.FromMinutes(9.2));
        now = server.Clock.GetUtcNow();
        Assert.Equal(1, await store.DeleteUnclaimedAsync(DateTimeOffset.MinValue, now - LinkTimes.Unclaimed, 100));
        Assert.Equal("expired_token", (await lone.PollAsync()).Error);
        Assert.Equal("access_denied", (await denied.PollAsync()).Error);
    }

    [Fact]
    public async Task E7_a_code_that_is_gone_before_its_time_was_never_ours()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        var index = server.Services.GetRequiredService<LinkIndex>();
        Assert.True(index.TryFind(Person.Read(device.UserCode), out var entry));
        index.Remove(entry.Id);
        await server.Services.GetRequiredService<LinkStore>().DeleteEndedAsync(server.Clock.GetUtcNow() + TimeSpan.FromDays(1), 100);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
    public async Task E7_the_file_becomes_small_again_a_few_pages_at_a_time()
    {
        await using var server = await TestServer.StartAsync();
        var writes = server.Services.GetRequiredService<WriteQueue>();
        var file = server.Services.GetRequiredService<SqliteDatabase>();
        await writes.RunAsync(new Statement("CREATE TABLE Filler (Content BLOB)"));
        for (var i = 0; i < 16; i++)
        {
            await writes.RunAsync(new Statement("INSERT INTO Filler VALUES (zeroblob(1000000))"));
        }

        var large = file.Number("page_count");
        await writes.RunAsync(new Statement("DROP TABLE Filler"));
        Assert.Equal(large, file.Number("page_count"));
        var space = ActivatorUtilities.CreateInstance<GiveBackSpace>(server.Services);
        var steps = 0;
        for (var before = large; await space.StepAsync(); steps++)
        {
            var after = file.Number("page_count");
            // Two more may be the pages that say where the others lie.
            Assert.InRange(before - after, 1, 66);
            before = after;
        }

        Assert.InRange(steps, 20, 100);
        Assert.InRange(file.Number("page_count"), 1, large * 2 / 3);
        Assert.Equal("ok", await CheckAsync(server));
    }

    private static async Task<string> CheckAsync(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").SingleAsync();
    }
}
