using System.Diagnostics;
using LinkCode.Device;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Device;

/// <summary>SDK-4: cancelling is prompt and tells the server.</summary>
[Collection(nameof(MeasuresTime))]
public sealed class GivingUp
{
    [Theory]
    [InlineData("between two polls")]
    [InlineData("while the server holds a poll")]
    [InlineData("while the server thinks about a code")]
    [InlineData("while the server thinks about a refusal")]
    public async Task Cancelling_ends_the_call_within_a_tenth_of_a_second(string moment)
    {
        await using var server = await ForeignServer.StartAsync(hurry: moment == "between two polls" ? 1 : 0);
        var reached = new TaskCompletionSource();
        server.Token = async seen =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, seen.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return Answer.Pending;
        };
        if (moment.EndsWith("code", StringComparison.Ordinal))
        {
            var usual = server.Code;
            server.Code = async seen =>
            {
                reached.TrySetResult();
                await Task.Delay(400, CancellationToken.None);
                return await usual(seen);
            };
        }
        else if (moment.EndsWith("refusal", StringComparison.Ordinal))
        {
            server.Code = async _ =>
            {
                reached.TrySetResult();
                await Task.Delay(400, CancellationToken.None);
                return Answer.Error("invalid_client");
            };
        }

        using var client = server.Client();
        using var cancel = new CancellationTokenSource();
        var linking = client.LinkAsync(
            _ =>
            {
                if (moment == "between two polls")
                {
                    reached.TrySetResult();
                }
            },
            cancel.Token);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(20), Watching.Stop);
        await Task.Delay(50, Watching.Stop);

        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => linking);
        watch.Stop();

        Assert.True(watch.ElapsedMilliseconds < 100, $"took {watch.ElapsedMilliseconds} ms");
        await client.SettleAsync();
        if (moment.EndsWith("refusal", StringComparison.Ordinal))
        {
            Assert.Empty(server.At("/revoke"));
        }
        else
        {
            var goodbye = Assert.Single(server.At("/revoke"));
            Assert.Equal("dc-1", goodbye["token"]);
            Assert.Equal("device_code", goodbye["token_type_hint"]);
            Assert.Equal("living-room", goodbye["client_id"]);
        }
    }

    [Fact]
    public async Task A_transport_that_ignores_cancellation_is_not_waited_for()
    {
        var deaf = new DeafTransport();
        var endpoints = new LinkServer("https://foreign.example", new Uri("https://foreign.example/code"), new Uri("https://foreign.example/token"));
        using var client = new LinkClient(new LinkClientOptions(endpoints, "app") { Transport = deaf });
        using var cancel = new CancellationTokenSource();
        var linking = client.LinkAsync(_ => { }, cancel.Token);
        await deaf.Asked.Task.WaitAsync(TimeSpan.FromSeconds(20), Watching.Stop);

        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => linking);

        Assert.True(watch.ElapsedMilliseconds < 100, $"took {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task Cancelling_between_two_events_takes_the_code_back_too()
    {
        await using var server = await ForeignServer.StartAsync();
        using var client = server.Client();
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in client.WatchAsync(null, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        await client.SettleAsync();
        Assert.Single(server.At("/revoke"));
    }

    [Fact]
    public async Task A_code_that_could_not_be_shown_is_taken_back()
    {
        await using var server = await ForeignServer.StartAsync();
        using var client = server.Client();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.LinkAsync(_ => throw new InvalidOperationException("No screen."), Watching.Stop));

        await client.SettleAsync();
        Assert.Single(server.At("/revoke"));
    }

    [Fact]
    public async Task Leaving_the_loop_keeps_the_code_alive()
    {
        await using var server = await ForeignServer.StartAsync();
        using var client = server.Client();

        await foreach (var happened in client.WatchAsync(cancellationToken: Watching.Stop))
        {
            break;
        }

        await client.SettleAsync();
        Assert.Empty(server.At("/revoke"));
    }

    [Fact]
    public async Task A_server_that_is_gone_does_not_keep_anybody()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Revocation = Answer.Script(Answer.Lost);
        using var client = server.Client();
        var link = await client.StartAsync(Watching.Stop);

        Assert.False(await client.CancelAsync(link));
        Assert.IsType<LinkEvent.Expired>(await client.PollOnceAsync(link, Watching.Stop));
    }

    private sealed class DeafTransport : ILinkTransport
    {
        public TaskCompletionSource Asked { get; } = new();

        public Task<LinkAnswer> SendAsync(LinkCall request, CancellationToken cancellationToken)
        {
            if (request.Address.AbsolutePath == "/code")
            {
                return Task.FromResult(new LinkAnswer(
                    200, """{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://foreign.example","expires_in":900,"interval":1}"""));
            }

            Asked.TrySetResult();
            return new TaskCompletionSource<LinkAnswer>().Task;
        }
    }
}
