using LinkCode.Server.Accounts;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>Codes cannot be found by trying (N34; TRUST 1 to 9 and 13). Each test has a server, because what everybody typed is counted together.</summary>
public sealed class GuessingCodes
{
    private const string Wrong = "BCDF-GHJK";

    [Fact]
    public async Task N34_T1_the_sixth_wrong_code_of_an_account_is_not_looked_at_and_ten_minutes_later_it_may_try_again()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync(Wrong));
        }

        var device = await new TestDevice(http).AskAsync();
        var answer = Assert.IsType<EnterAnswer.TooMany>(await person.EnterAsync(device.UserCode));
        Assert.InRange(answer.Wait.TotalMinutes, 9, 10);
        server.Clock.Advance(answer.Wait);
        var later = await new TestDevice(http).AskAsync();
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(later.UserCode));
    }

    [Fact]
    public async Task N34_T1_a_hundred_wrong_codes_at_once_are_five_tries_too()
    {
        await using var server = await TestServer.StartAsync();
        var person = await Person.AddAsync(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => person.EnterAsync(Wrong))));
        Assert.Equal(5, answers.Count(answer => answer is EnterAnswer.NotWorking));
        Assert.Equal(95, answers.Count(answer => answer is EnterAnswer.TooMany));
    }

    [Fact]
    public async Task N34_a_code_that_could_not_be_stored_costs_no_try()
    {
        var isCut = false;
        await using var server = await TestServer.StartAsync(
            new Dictionary<string, string?> { ["LinkCode:Codes:GuessesPerAccount"] = "1" },
            adjust: services => WatchedDatabase.Watch(services, _ => { }, inner => new CutWriter(inner, () => isCut)));
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var device = await new TestDevice(http).AskAsync();
        isCut = true;
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => person.EnterAsync(device.UserCode));
        }

        isCut = false;
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
        Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync(Wrong));
        Assert.IsType<EnterAnswer.TooMany>(await person.EnterAsync(Wrong));
    }

    [Fact]
    public async Task N34_T2_twenty_wrong_codes_of_new_accounts_close_their_network_and_no_other()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:LimitScale"] = "1" });
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<EnterAnswer.NotWorking>(await (await YoungAsync(server, "192.0.2.7")).EnterAsync(Wrong));
        }

        Assert.IsType<EnterAnswer.TooMany>(await (await YoungAsync(server, "192.0.2.7")).EnterAsync(device.UserCode));
        Assert.IsType<EnterAnswer.Claimed>(await (await YoungAsync(server, "192.0.2.8")).EnterAsync(device.UserCode));
    }

    [Fact]
    public async Task N34_T3_after_three_hundred_wrong_codes_from_everywhere_only_codes_of_the_own_network_work()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        for (var i = 0; i < 300; i++)
        {
            Assert.IsType<EnterAnswer.NotWorking>(await new Person(server, await GuesserAsync(server, i / 5), $"198.51.100.{i}").EnterAsync(Wrong));
        }

        Assert.IsType<EnterAnswer.NotWorking>(await (await YoungAsync(server, "203.0.113.1")).EnterAsync(device.UserCode));
        var near = await DeviceNetworkAsync(server, device);
        Assert.IsType<EnterAnswer.Claimed>(await (await YoungAsync(server, near)).EnterAsync(device.UserCode));
    }

    [Fact]
    public async Task N34_T4_a_right_code_between_wrong_ones_clears_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        for (var i = 0; i < 4; i++)
        {
            await person.EnterAsync(Wrong);
        }

        var device = await new TestDevice(http).AskAsync();
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(device.UserCode));
        Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync(Wrong));
        Assert.IsType<EnterAnswer.TooMany>(await person.EnterAsync(Wrong));
    }

    [Fact]
    public async Task N34_T5_T6_ways_of_writing_and_of_arriving_count_alike()
    {
        await using var server = await TestServer.StartAsync();
        var person = await Person.AddAsync(server);
        foreach (var typed in new[] { "bcdf-ghjk", "BCDFGHJK", "b c d f g h j k", "https://link.example/link?user_code=BCDF-GHJK" })
        {
            Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync(typed));
        }

        Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync(Wrong, LinkedHow.Scanned));
        Assert.IsType<EnterAnswer.TooMany>(await person.EnterAsync(Wrong, LinkedHow.Scanned));
    }

    [Fact]
    public async Task N34_T9_T10_codes_that_ended_or_belong_to_somebody_are_answered_like_codes_that_never_were()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var (owner, stranger) = (await Person.AddAsync(server), await Person.AddAsync(server));
        var (used, denied, expired) = (await new TestDevice(http).AskAsync(), await new TestDevice(http).AskAsync(), await new TestDevice(http).AskAsync());
        await owner.LinkAsync(used.UserCode);
        await used.PollAsync();
        await owner.EnterAsync(denied.UserCode);
        await owner.DenyAsync(denied.UserCode);
        server.Clock.Advance(TimeSpan.FromMinutes(9));
        var claimed = await new TestDevice(http).AskAsync();
        await owner.EnterAsync(claimed.UserCode);
        server.Clock.Advance(TimeSpan.FromMinutes(1.5));
        foreach (var device in new[] { used, denied, expired, claimed })
        {
            Assert.Equal(new EnterAnswer.NotWorking(), await stranger.EnterAsync(device.UserCode));
        }

        Assert.Equal(System.Net.HttpStatusCode.OK, (await used.RefreshAsync()).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await used.UserInfoAsync()).Status);
    }

    [Fact]
    public async Task N34_T13_two_hundred_established_people_behind_one_address_may_each_mistype_once()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var people = new List<Person>();
        for (var i = 0; i < 200; i++)
        {
            people.Add(new Person(server, await GuesserAsync(server, 1000 + i), "192.0.2.9"));
        }

        server.Clock.Advance(TimeSpan.FromDays(2));
        foreach (var person in people)
        {
            Assert.IsType<EnterAnswer.NotWorking>(await person.EnterAsync(Wrong));
        }

        foreach (var person in people.Take(20))
        {
            var device = await new TestDevice(http).AskAsync();
            Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
        }
    }

    private static async Task<Person> YoungAsync(TestServer server, string network) => new(server, await GuesserAsync(server, -1), network);

    private static async Task<string> DeviceNetworkAsync(TestServer server, TestDevice device)
    {
        var hash = LinkStore.Bytes(server.Services.GetRequiredService<CodeKeys>().Hash(Person.Read(device.UserCode).Value));
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().Where(link => link.UserCodeHash == hash).Select(link => link.Network).SingleAsync();
    }

    // Nobody here signs in, so no time is spent on hashing passwords. The same number is the same account.
    private static async Task<Guid> GuesserAsync(TestServer server, int number)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var email = number < 0 ? $"{Guid.NewGuid():N}@example.org" : $"guesser{number}@example.org";
        if (await manager.FindByEmailAsync(email) is { } known)
        {
            return known.Id;
        }

        var account = new Account { Id = Guid.CreateVersion7(), UserName = email, Email = email, EmailConfirmed = true, CreatedAt = server.Clock.GetUtcNow() };
        Assert.True((await manager.CreateAsync(account)).Succeeded);
        return account.Id;
    }

    private sealed class CutWriter(IWriter inner, Func<bool> isCut) : IWriter
    {
        public void Commit(IReadOnlyList<Write> writes)
        {
            if (isCut())
            {
                throw new TimeoutException();
            }

            inner.Commit(writes);
        }

        public void Dispose() => inner.Dispose();
    }
}
