using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>Nobody's code dies on the way through sign-in, and one account at a time has it.</summary>
public sealed class HoldingACode(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task A_code_of_nine_minutes_lives_ten_more_from_the_moment_somebody_typed_it()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Server.Clock.Advance(TimeSpan.FromMinutes(9));
        await HoldAsync(device);
        Assert.InRange(await LeftAsync(device), 590, 600);
        Server.Clock.Advance(TimeSpan.FromMinutes(9.5));
        var person = await Person.AddAsync(Server);
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(device.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Fact]
    public async Task No_code_lives_longer_than_an_hour_however_often_it_is_held()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        for (var minutes = 0; minutes < 54; minutes += 9)
        {
            Server.Clock.Advance(TimeSpan.FromMinutes(9));
            await HoldAsync(device);
        }

        Assert.InRange(await LeftAsync(device), 300, 361);
        Server.Clock.Advance(TimeSpan.FromSeconds(362));
        await HoldAsync(device);
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task A_hold_brings_no_ended_code_back()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(601));
        await HoldAsync(device);
        Assert.Equal("expired_token", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task T30_another_account_gets_the_neutral_answer_until_the_lease_of_two_minutes_is_over()
    {
        using var http = Server.Program();
        var (first, second) = (await Person.AddAsync(Server), await Person.AddAsync(Server));
        var device = await new TestDevice(http).AskAsync();
        Assert.IsType<EnterAnswer.Claimed>(await first.EnterAsync(device.UserCode));
        Assert.IsType<EnterAnswer.NotWorking>(await second.EnterAsync(device.UserCode));
        Server.Clock.Advance(TimeSpan.FromSeconds(110));
        Assert.IsType<EnterAnswer.Claimed>(await first.EnterAsync(device.UserCode));
        Server.Clock.Advance(TimeSpan.FromSeconds(110));
        Assert.IsType<EnterAnswer.NotWorking>(await second.EnterAsync(device.UserCode));
        Server.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<EnterAnswer.Claimed>(await second.EnterAsync(device.UserCode));
        Assert.IsType<DecideAnswer.NotYours>(await first.ApproveAsync(device.UserCode));
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<DecideAnswer.Done>(await second.ApproveAsync(device.UserCode));
        await device.PollAsync();
        Assert.Equal(second.Id.ToString(), (await device.UserInfoAsync()).Text("sub"));
    }

    [Fact]
    public async Task A_released_code_is_free_at_once_and_the_device_sees_it()
    {
        using var http = Server.Program();
        var (first, second) = (await Person.AddAsync(Server), await Person.AddAsync(Server));
        var device = await new TestDevice(http).AskAsync();
        await first.EnterAsync(device.UserCode);
        await using var scope = Server.Services.CreateAsyncScope();
        var release = scope.ServiceProvider.GetRequiredService<ReleaseLink>();
        await release.RunAsync(Person.Read(device.UserCode), second.Id, TestContext.Current.CancellationToken);
        Assert.Equal("claimed", (await device.PollAsync()).Text("link_status"));
        await release.RunAsync(Person.Read(device.UserCode), first.Id, TestContext.Current.CancellationToken);
        Server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));
        Assert.IsType<EnterAnswer.Claimed>(await second.EnterAsync(device.UserCode));
    }

    [Fact]
    public async Task A_claim_of_an_old_code_leaves_ten_minutes_for_the_review()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(570));
        await (await Person.AddAsync(Server)).EnterAsync(device.UserCode);
        Assert.InRange(await LeftAsync(device), 590, 600);
    }

    [Fact]
    public async Task N69_T46_nobody_has_read_a_review_in_less_than_a_second()
    {
        using var http = Server.Program();
        var person = await Person.AddAsync(Server);
        var device = await new TestDevice(http).AskAsync();
        await person.EnterAsync(device.UserCode);
        Assert.IsType<DecideAnswer.TooFast>(await person.ApproveAsync(device.UserCode));
        Server.Clock.Advance(TimeSpan.FromSeconds(1.1));
        Assert.IsType<DecideAnswer.Done>(await person.ApproveAsync(device.UserCode));
    }

    [Fact]
    public async Task T20_T21_a_decision_stays_what_it_was()
    {
        using var http = Server.Program();
        var person = await Person.AddAsync(Server);
        var (yes, no) = (await new TestDevice(http).AskAsync(), await new TestDevice(http).AskAsync());
        await person.LinkAsync(yes.UserCode);
        Assert.Equal(LinkState.Approved, Assert.IsType<DecideAnswer.Ended>(await person.ApproveAsync(yes.UserCode)).State);
        Assert.Equal(LinkState.Approved, Assert.IsType<DecideAnswer.Ended>(await person.DenyAsync(yes.UserCode)).State);

        await person.EnterAsync(no.UserCode);
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<DecideAnswer.Done>(await person.DenyAsync(no.UserCode));
        Assert.Equal(LinkState.Denied, Assert.IsType<EnterAnswer.Ended>(await person.EnterAsync(no.UserCode)).State);
        Assert.Equal(LinkState.Denied, Assert.IsType<DecideAnswer.Ended>(await person.ApproveAsync(no.UserCode)).State);
        Assert.Equal("access_denied", (await no.PollAsync()).Error);
    }

    private async Task HoldAsync(TestDevice device)
    {
        Server.Services.GetRequiredService<HoldCodes>().Ask(Person.Read(device.UserCode));

        // A hold is written behind the answer of its page.
        await Task.Delay(200);
    }

    private static async Task<int> LeftAsync(TestDevice device) => int.Parse((await device.PollAsync(prefer: "wait=1")).Text("expires_in")!);
}
