using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>Memory answers polls, and hears of each decision with its commit, not from whoever asked for it.</summary>
public sealed class DecisionsInMemory(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    private LinkIndex Index => Server.Services.GetRequiredService<LinkIndex>();

    private LinkStore Store => Server.Services.GetRequiredService<LinkStore>();

    private DateTimeOffset Now => Server.Clock.GetUtcNow();

    [Fact]
    public async Task A_no()
    {
        var (link, owner) = await ClaimedAsync();
        Assert.True(await Store.DenyAsync(link.Id, Now, owner));
        Assert.Equal(LinkState.Denied, StateOf(link));
    }

    [Fact]
    public async Task A_code_given_back()
    {
        var (link, owner) = await ClaimedAsync();
        Assert.True(await Store.ReleaseAsync(link.Id, Now, owner));
        Assert.Equal(LinkState.Pending, StateOf(link));
    }

    [Fact]
    public async Task A_device_that_gives_up()
    {
        var (link, _) = await ClaimedAsync();
        Assert.True(await Store.CancelAsync(link.Id, Now, link.AppId));
        Assert.Equal(LinkState.Cancelled, StateOf(link));
    }

    [Fact]
    public async Task A_yes_and_one_that_is_taken_back()
    {
        var (link, owner) = await ApprovedAsync();
        Assert.Equal(LinkState.Approved, StateOf(link));
        Assert.True(await Store.WithdrawAsync(link.Id, Now, owner));
        Assert.Equal(LinkState.Denied, StateOf(link));
    }

    [Fact]
    public async Task A_redemption()
    {
        var (link, owner) = await ApprovedAsync();
        Assert.True(await Store.RedeemAsync(new LinkRequest { Id = link.Id, AppId = link.AppId, OwnerId = owner }, Now, _ => { }));
        Assert.Equal(LinkState.Redeemed, StateOf(link));
    }

    [Fact]
    public async Task A_code_that_memory_has_lost_is_kept_again_by_its_next_poll()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Assert.True(Index.TryFind(Person.Read(device.UserCode), out var link));
        Index.Remove(link.Id);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        Assert.True(Index.TryFind(Person.Read(device.UserCode), out _));
    }

    private LinkState StateOf(LinkEntry link)
    {
        Assert.True(Index.TryFind(link.Id, out var now));
        return now.State;
    }

    private async Task<(LinkEntry Link, Guid Owner)> ApprovedAsync()
    {
        var (link, owner) = await ClaimedAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await Store.ApproveAsync(link.Id, Now, owner, Now - LinkTimes.ShortestReview, Now + LinkTimes.Fetch, _ => { }));
        return (link, owner);
    }

    private async Task<(LinkEntry Link, Guid Owner)> ClaimedAsync()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        var person = await Person.AddAsync(Server);
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
        Assert.True(Index.TryFind(Person.Read(device.UserCode), out var link));
        Assert.Equal(LinkState.Claimed, link.State);
        return (link, person.Id);
    }
}
