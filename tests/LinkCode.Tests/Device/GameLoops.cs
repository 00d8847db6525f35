using System.Diagnostics;
using LinkCode.Device;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Device;

/// <summary>Single steps (StartAsync, PollOnceAsync) and going on after a restart.</summary>
[Collection(nameof(MeasuresTime))]
public sealed class GameLoops
{
    [Fact]
    public async Task A_poll_in_every_frame_asks_only_when_it_is_due()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Pending, Answer.Pending, Answer.Tokens);
        using var client = server.Client();
        var link = await client.StartAsync(Watching.Stop);
        Assert.Equal(TimeSpan.FromSeconds(5), link.NextPollIn);

        var frames = 0;
        LinkEvent happened;
        do
        {
            var watch = Stopwatch.StartNew();
            var step = client.PollOnceAsync(link, Watching.Stop);
            Assert.True(watch.ElapsedMilliseconds < 250, "a frame was held up");
            happened = await step;
            frames++;
            server.Clock.Jump(TimeSpan.FromMilliseconds(16));
        }
        while (!happened.IsLast);

        Assert.IsType<LinkEvent.Linked>(happened);
        Assert.Equal(3, server.Polls.Count);
        Assert.InRange(frames, 15 / 0.016, 16 / 0.016);
        Assert.Same(happened, await client.PollOnceAsync(link, Watching.Stop));
        Assert.All(server.Polls, poll => Assert.Null(poll.Header("Prefer")));
    }

    [Fact]
    public async Task Frames_while_a_poll_is_under_way_do_not_start_another()
    {
        await using var server = await ForeignServer.StartAsync();
        var release = new TaskCompletionSource();
        server.Token = async _ =>
        {
            await release.Task;
            return Answer.Tokens;
        };
        using var client = server.Client();
        var link = await client.StartAsync(Watching.Stop);
        server.Clock.Jump(link.NextPollIn);

        var first = client.PollOnceAsync(link, Watching.Stop);
        Assert.IsType<LinkEvent.Waiting>(await client.PollOnceAsync(link, Watching.Stop));
        release.SetResult();

        Assert.IsType<LinkEvent.Linked>(await first);
        Assert.Single(server.Polls);
    }

    [Fact]
    public async Task A_poll_that_was_cancelled_counts_as_one_and_its_answer_as_lost()
    {
        await using var server = await ForeignServer.StartAsync();
        var reached = new TaskCompletionSource();
        server.Token = async seen =>
        {
            if (!reached.TrySetResult())
            {
                return Answer.Error("invalid_grant");
            }

            await Task.Delay(Timeout.Infinite, seen.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return Answer.Tokens;
        };
        using var client = server.Client();
        var link = await client.StartAsync(Watching.Stop);
        server.Clock.Jump(link.NextPollIn);
        using var cancel = new CancellationTokenSource();
        var polling = client.PollOnceAsync(link, cancel.Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20), Watching.Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polling);

        Assert.Equal(TimeSpan.FromSeconds(5), link.NextPollIn);
        await client.PollOnceAsync(link, Watching.Stop);
        Assert.Single(server.Polls);

        // The tokens may have gone down with the answer that nobody read, so a new code is the way on.
        server.Clock.Jump(TimeSpan.FromSeconds(5));
        Assert.IsType<LinkEvent.Expired>(await client.PollOnceAsync(link, Watching.Stop));
    }

    [Fact]
    public async Task A_code_that_is_taken_back_while_a_poll_is_under_way_stays_taken_back()
    {
        await using var server = await ForeignServer.StartAsync();
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        server.Token = async _ =>
        {
            reached.TrySetResult();
            await release.Task;
            return Answer.Pending;
        };
        using var client = server.Client();
        var link = await client.StartAsync(Watching.Stop);
        server.Clock.Jump(link.NextPollIn);
        var polling = client.PollOnceAsync(link, Watching.Stop);
        await reached.Task;

        Assert.True(await client.CancelAsync(link));
        release.SetResult();
        await polling;
        server.Clock.Jump(TimeSpan.FromSeconds(5));

        Assert.IsType<LinkEvent.Expired>(await client.PollOnceAsync(link, Watching.Stop));
        Assert.Single(server.Polls);
    }

    [Fact]
    public async Task A_saved_link_that_names_no_web_page_is_damaged()
    {
        await using var server = await ForeignServer.StartAsync();
        using var client = server.Client();
        var saved = (await client.StartAsync(Watching.Stop)).Save();

        Assert.NotNull(client.Restore(saved));
        Assert.Null(client.Restore(saved.Replace("https://foreign.example/device", "file:///bin/sh", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_saved_is_read_again_after_the_year_2038()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Clock.Jump(TimeSpan.FromDays(365 * 20));
        server.Token = Answer.Script(Answer.Tokens);
        var store = new MemoryTokenStore();
        using var client = server.Client(options => options.Store = store);
        var saved = (await client.StartAsync(Watching.Stop)).Save();

        Assert.Equal(15, client.Restore(saved)!.Remaining.TotalMinutes, 0.1);

        await client.LinkAsync(_ => server.Clock.Jump(TimeSpan.FromSeconds(5)), Watching.Stop);
        var session = await client.OpenAsync(Watching.Stop);
        Assert.Equal("at-1", await session!.GetAccessTokenAsync(Watching.Stop));
        Assert.DoesNotContain(server.Polls, poll => poll["grant_type"] == "refresh_token");
    }

    [Fact]
    public async Task A_saved_link_goes_on_in_another_process_with_the_same_verifier()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Pending, Answer.Tokens);
        string saved;
        using (var before = server.Client())
        {
            saved = (await before.StartAsync(Watching.Stop)).Save();
        }

        using var after = server.Client();
        var link = after.Restore(saved);
        var events = await after.AllAsync(link);

        Assert.Equal("WDJB-MJHT", Assert.IsType<LinkEvent.CodeReady>(events[0]).Prompt.Code);
        Assert.IsType<LinkEvent.Linked>(events[^1]);
        Assert.Single(server.At("/code"));
        Assert.NotNull(server.Polls[0]["code_verifier"]);
    }

    [Fact]
    public async Task A_link_that_ran_out_while_the_device_was_off_is_asked_for_once_and_renewed()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Endings.Short(lifetime: 6);
        server.Token = Answer.Script(Answer.Pending, Answer.Tokens);
        using var client = server.Client();
        var saved = (await client.StartAsync(Watching.Stop)).Save();
        server.Clock.Jump(TimeSpan.FromSeconds(10));

        var events = await client.AllAsync(client.Restore(saved));

        Assert.IsType<LinkEvent.CodeRenewed>(events[1]);
        Assert.IsType<LinkEvent.Linked>(events[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("""{"device_code":"x"}""")]
    [InlineData("""{"v":1,"device_code":"x","user_code":"y","verification_uri":"https://z","issuer":"https://other.example","client_id":"living-room"}""")]
    public async Task A_damaged_or_foreign_link_is_not_restored(string saved)
    {
        await using var server = await ForeignServer.StartAsync();
        using var client = server.Client();

        Assert.Null(client.Restore(saved));
    }

    [Fact]
    public async Task A_remembered_link_survives_a_restart_and_is_forgotten_at_its_end()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Tokens);
        var store = new MemoryTokenStore();
        void Remember(LinkClientOptions options) => (options.Store, options.RememberPendingLink) = (store, true);
        using (var before = server.Client(Remember))
        {
            await foreach (var happened in before.WatchAsync(cancellationToken: Watching.Stop))
            {
                break;
            }
        }

        using var after = server.Client(Remember);
        await after.AllAsync();
        Assert.Single(server.At("/code"));

        await after.AllAsync();
        Assert.Equal(2, server.At("/code").Count);
    }

    [Fact]
    public async Task Nothing_secret_is_said_in_passing()
    {
        await using var server = await ForeignServer.StartAsync();
        using var client = server.Client();

        var link = await client.StartAsync(Watching.Stop);

        Assert.DoesNotContain("dc-1", new LinkEvent.CodeReady(link.Prompt, link).ToString(), StringComparison.Ordinal);
    }
}
