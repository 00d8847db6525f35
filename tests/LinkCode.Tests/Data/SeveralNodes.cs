using System.Diagnostics;
using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LinkCode.Tests.Data;

/// <summary>Two servers on one PostgreSQL database are one server to everybody.</summary>
[Trait(TestDatabase.Trait, TestDatabase.OnlyPostgres)]
public sealed class SeveralNodes : IAsyncLifetime
{
    // What is heard comes within milliseconds; what was not heard is read again after two seconds.
    private static readonly TimeSpan Heard = TimeSpan.FromSeconds(1.5);
    private TestServer here = null!;
    private TestServer there = null!;

    public async ValueTask InitializeAsync()
    {
        here = await TestServer.StartAsync();
        var settings = new Dictionary<string, string?>(TestDatabase.Settings(here.Folder)) { ["LinkCode:PublicUrl"] = here.Address.AbsoluteUri };
        there = await TestServer.StartAsync(settings, clock: here.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await there.DisposeAsync();
        await here.DisposeAsync();
    }

    [Fact]
    public async Task E9_a_yes_on_one_node_wakes_the_device_that_waits_on_the_other()
    {
        using var http = There();
        var person = await Person.AddAsync(here);
        var device = await new TestDevice(http).AskAsync();
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
        await UntilAsync(async () => (await device.PollAsync()).Text("link_status") == "claimed");
        here.Clock.Advance(TimeSpan.FromSeconds(30));
        var waiting = device.PollAsync(prefer: "wait=20");
        await Task.Delay(200, TestContext.Current.CancellationToken);
        here.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<DecideAnswer.Done>(await person.ApproveAsync(device.UserCode));
        var watch = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.OK, (await waiting).Status);
        Assert.True(watch.Elapsed < Heard, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_code_of_one_node_is_good_at_the_other_in_every_way()
    {
        using var http = here.Program();
        using var elsewhere = There();
        var person = await Person.AddAsync(there);
        var device = await new TestDevice(http).AskAsync(pkce: true);
        var same = device.At(elsewhere);
        Assert.Equal("authorization_pending", (await same.PollAsync()).Error);
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(device.UserCode));
        await UntilAsync(async () => (await device.PollAsync()).Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        same = device.At(elsewhere);
        Assert.Equal(HttpStatusCode.OK, (await same.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await same.RefreshAsync()).Status);
        Assert.Equal("invalid_grant", (await same.PollAsync()).Error);
    }

    [Fact]
    public async Task A_no_and_a_cancellation_are_heard_too()
    {
        using var http = There();
        var person = await Person.AddAsync(here);
        var denied = await new TestDevice(http).AskAsync();
        await person.EnterAsync(denied.UserCode);
        await person.DenyAsync(denied.UserCode);
        await UntilAsync(async () => (await denied.PollAsync()).Error == "access_denied");

        using var elsewhere = here.Program();
        var cancelled = await new TestDevice(http).AskAsync();
        Assert.Equal(HttpStatusCode.OK, (await new TestDevice(elsewhere).PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", cancelled.DeviceCode))).Status);
        await UntilAsync(async () => (await cancelled.PollAsync()).Error == "expired_token");
    }

    [Fact]
    public async Task A_device_removed_on_one_node_is_refused_on_the_other_and_welcome_again_when_that_is_undone()
    {
        using var http = There();
        var person = await Person.AddAsync(here);
        var device = await new TestDevice(http).AskAsync();
        await person.LinkAsync(device.UserCode);
        await UntilAsync(async () => (await device.PollAsync()).Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        var id = await InScopeAsync(here, db => db.Set<LinkCode.Server.Devices.Device>().Where(row => row.AccountId == person.Id).Select(row => row.Id).SingleAsync());
        Assert.True(await DoAsync<LinkCode.Server.Devices.RemoveDevice>(remove => remove.RunAsync(id, person.Id, LinkCode.Server.Devices.RemovedBy.Person, "")));
        await UntilAsync(() => Task.FromResult(there.Services.GetRequiredService<LinkCode.Server.Devices.RemovedDevices>().Contains(id)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.UserInfoAsync()).Status);
        Assert.True(await DoAsync<LinkCode.Server.Devices.RestoreDevice>(restore => restore.RunAsync(id, person.Id, "")));
        await UntilAsync(async () => (await device.UserInfoAsync()).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task E9_a_notification_that_never_comes_costs_one_check()
    {
        using var http = There();
        var person = await Person.AddAsync(here);
        var device = await new TestDevice(http).AskAsync();
        await ExecuteAsync(
            """
            CREATE OR REPLACE FUNCTION linkcode_link() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW."ChangedAt" := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
                RETURN NEW;
            END $$;
            """);
        await person.EnterAsync(device.UserCode);
        await person.DenyAsync(device.UserCode);
        var index = there.Services.GetRequiredService<LinkIndex>();
        Assert.True(index.TryFind(Person.Read(device.UserCode), out var entry));
        Assert.NotEqual(LinkState.Denied, entry.State);
        await UntilAsync(() => Task.FromResult(index.TryFind(entry.Id, out var now) && now.State == LinkState.Denied), atMost: TimeSpan.FromSeconds(5));
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task E9_a_node_that_loses_its_connections_asks_and_hears_again_soon()
    {
        using var http = There();
        var person = await Person.AddAsync(here);
        var devices = new List<TestDevice>();
        for (var i = 0; i < 5; i++)
        {
            devices.Add(await new TestDevice(http).AskAsync());
        }

        var index = there.Services.GetRequiredService<LinkIndex>();
        Assert.True(index.TryFind(Person.Read(devices[0].UserCode), out _));
        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await UntilAsync(() => Task.FromResult(!index.TryFind(Person.Read(devices[0].UserCode), out _)));
        foreach (var device in devices)
        {
            await UntilAsync(async () => (await device.PollAsync()).Error == "authorization_pending");
            Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
            await person.DenyAsync(device.UserCode);
            await UntilAsync(async () => (await device.PollAsync()).Error == "access_denied");
        }

        foreach (var node in (TestServer[])[here, there])
        {
            Assert.False(node.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        }
    }

    [Fact]
    public async Task An_app_registered_on_one_node_is_known_on_the_other_at_once()
    {
        using var http = There();
        await here.AddAppAsync("moss", new LinkCode.Server.Apps.AppSettings { Name = "Moss Racers" });
        await UntilAsync(() => Task.FromResult(there.Services.GetRequiredService<LinkCode.Server.Apps.AppDirectory>().Find("moss") is not null));
        Assert.NotEmpty((await new TestDevice(http, "moss").AskAsync()).DeviceCode);
    }

    [Fact]
    public async Task An_app_that_somebody_changed_by_hand_is_known_as_it_is_now()
    {
        await ExecuteAsync("UPDATE \"OpenIddictApplications\" SET \"Publisher\" = 'Somebody else' WHERE \"ClientId\" = 'demo-tv'");
        await UntilAsync(() => Task.FromResult(there.Services.GetRequiredService<LinkCode.Server.Apps.AppDirectory>().Find("demo-tv")?.Publisher == "Somebody else"));
    }

    [Fact]
    public async Task Wrong_codes_and_passwords_and_new_codes_are_counted_on_both_nodes_together()
    {
        var person = await Person.AddAsync(here);
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<EnterAnswer.NotWorking>(await new Person(i % 2 == 0 ? here : there, person.Id).EnterAsync("BCDFGHJK"));
        }

        foreach (var node in (TestServer[])[here, there])
        {
            await UntilAsync(() => Task.FromResult(node.Services.GetRequiredService<GuessLimits>().WaitOf(person.Id) is not null));
            Assert.IsType<EnterAnswer.TooMany>(await new Person(node, person.Id).EnterAsync("BCDFGHJK"));
        }

        var rule = new LinkCode.Server.Accounts.ThrottleRule(Free: 3, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        var (one, other) = (here.Services.GetRequiredService<LinkCode.Server.Accounts.Throttle>(), there.Services.GetRequiredService<LinkCode.Server.Accounts.Throttle>());
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(one.Claim(rule, "ana at a café"));
        }

        await UntilAsync(() => Task.FromResult(other.Claim(rule, "ana at a café") is not null));
        one.Forget("ana at a café");
        await UntilAsync(() => Task.FromResult(other.Claim(rule, "ana at a café") is null));

        var app = Guid.NewGuid();
        var starts = here.Services.GetRequiredService<StartLimits>();
        for (var i = 0; i < 60_000; i++)
        {
            Assert.Null(await starts.EnterAsync(app, "192.0.2.1", CancellationToken.None));
            starts.Leave(app);
        }

        await UntilAsync(async () => await there.Services.GetRequiredService<StartLimits>().EnterAsync(app, "192.0.2.1", CancellationToken.None) is not null);
    }

    [Fact]
    public async Task Only_the_newest_code_of_an_installation_is_reviewed_whichever_node_made_it()
    {
        using var http = here.Program();
        using var elsewhere = There();
        var person = await Person.AddAsync(there);
        var older = await new TestDevice(http).AskAsync(more: ("device_id", "a-living-room"));
        here.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await new TestDevice(elsewhere).AskAsync(more: ("device_id", "a-living-room"));
        Assert.IsType<EnterAnswer.Replaced>(await (await Person.AddAsync(here)).EnterAsync(older.UserCode));
        Assert.IsType<EnterAnswer.Replaced>(await person.EnterAsync(older.UserCode));
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(newer.UserCode));
    }

    // As a proxy sends it: whichever node answers, the name is the same.
    private HttpClient There()
    {
        var http = there.Program();
        http.DefaultRequestHeaders.Host = here.Address.Authority;
        return http;
    }

    private async Task<T> DoAsync<TAction, T>(Func<TAction, Task<T>> act)
        where TAction : notnull
    {
        await using var scope = here.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TAction>());
    }

    private Task<bool> DoAsync<TAction>(Func<TAction, Task<bool>> act)
        where TAction : notnull => DoAsync<TAction, bool>(act);

    private static async Task<T> InScopeAsync<T>(TestServer server, Func<LinkCodeDb, Task<T>> read)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<LinkCodeDb>());
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(TestDatabase.ConnectionOf(here.Folder));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task UntilAsync(Func<Task<bool>> happened, TimeSpan? atMost = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await happened())
        {
            Assert.True(watch.Elapsed < (atMost ?? Heard), $"It did not happen within {watch.Elapsed}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            here.Clock.Advance(TimeSpan.FromSeconds(6));
        }
    }
}
