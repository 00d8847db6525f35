using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>Signing out forgets the link here in any case.</summary>
public sealed class SigningOut
{
    private readonly StubbornStore store = new();

    [Fact]
    public async Task Cancelled_before_it_begins_it_forgets_all_the_same()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 3600);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.SignOutAsync(new CancellationToken(canceled: true)));

        await ForgottenAsync(server, session);
        Assert.Empty(server.At("/revoke"));
    }

    [Fact]
    public async Task Cancelled_while_the_server_thinks_it_forgets_all_the_same()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 0);
        using var cancel = new CancellationTokenSource();
        server.Revocation = async seen =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, seen.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return Answer.Lost;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.SignOutAsync(cancel.Token));

        server.Token = Answer.Script(Answer.Json("""{"access_token":"at-2","refresh_token":"rt-2","expires_in":3600}"""));
        await ForgottenAsync(server, session);
    }

    [Fact]
    public async Task Cancelled_while_somebody_keeps_the_lock_it_waits_a_short_while_and_forgets()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 3600);
        store.Door = cancellation => Task.Delay(Timeout.Infinite, cancellation);

        var leaving = session.SignOutAsync(new CancellationToken(canceled: true));
        Assert.True(session.IsLost);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(TimeSpan.FromSeconds(30), Watching.Stop));

        await ForgottenAsync(server, session);
    }

    [Fact]
    public async Task A_refresh_that_waits_for_the_lock_meanwhile_does_not_store_the_link_again()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 0);
        var losses = 0;
        session.LinkLost += (_, _) => losses++;
        server.Token = Answer.Script(Answer.Json("""{"access_token":"at-2","refresh_token":"rt-2","expires_in":3600}"""));
        server.Revocation = Answer.Script(Answer.Page(503, ""));
        var waits = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        store.Door = _ =>
        {
            waits.SetResult();
            return release.Task;
        };
        var refreshing = session.GetAccessTokenAsync(Watching.Stop);
        await waits.Task;
        store.Door = _ => Task.CompletedTask;

        Assert.False(await session.SignOutAsync(Watching.Stop));
        release.SetResult();

        Assert.Equal("link_lost", (await Assert.ThrowsAsync<LinkException>(() => refreshing)).Failure.Code);
        Assert.Equal(0, losses);
        Assert.DoesNotContain(server.Polls, poll => poll["grant_type"] == "refresh_token");
        await ForgottenAsync(server, session);
    }

    [Fact]
    public async Task A_store_that_cannot_forget_is_told_of()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 3600);
        store.IsFull = true;

        Assert.True(await session.SignOutAsync(Watching.Stop));

        Assert.IsType<IOException>(session.StoreTrouble);
        Assert.True(session.IsLost);
    }

    [Fact]
    public async Task A_disk_that_became_full_does_not_bring_used_refresh_tokens_back()
    {
        await using var server = await ForeignServer.StartAsync();
        var session = await LinkedAsync(server, lifetime: 0);
        server.Token = seen => Task.FromResult(seen["refresh_token"] switch
        {
            "rt-1" => Answer.Json("""{"access_token":"at-2","refresh_token":"rt-2","expires_in":0}"""),
            _ => Answer.Json("""{"access_token":"at-3","refresh_token":"rt-3","expires_in":3600}"""),
        });
        store.IsFull = true;

        Assert.Equal("at-2", await session.GetAccessTokenAsync(Watching.Stop));
        Assert.IsType<IOException>(session.StoreTrouble);
        Assert.Equal("at-3", await session.GetAccessTokenAsync(Watching.Stop));
        await session.SignOutAsync(Watching.Stop);

        Assert.Equal(["rt-1", "rt-2"], server.Polls.Select(poll => poll["refresh_token"]).Where(token => token is not null));
        Assert.Equal("rt-3", Assert.Single(server.At("/revoke"))["token"]);
    }

    private async Task ForgottenAsync(ForeignServer server, LinkedSession session)
    {
        Assert.True(session.IsLost);
        Assert.Equal("link_lost", (await Assert.ThrowsAsync<LinkException>(() => session.GetAccessTokenAsync(Watching.Stop))).Failure.Code);
        using var later = server.Client(options => options.Store = store);
        Assert.Null(await later.OpenAsync(Watching.Stop));
    }

    private async Task<LinkedSession> LinkedAsync(ForeignServer server, int lifetime)
    {
        server.Token = Answer.Script(Answer.Json(
            $$"""{"access_token":"at-1","refresh_token":"rt-1","token_type":"Bearer","expires_in":{{lifetime}}}"""));
        var client = server.Client(options => options.Store = store);
        return await client.LinkAsync(_ => { }, Watching.Stop);
    }
}
