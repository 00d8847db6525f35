using System.Diagnostics;
using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes;

/// <summary>Held polls share one HTTP/2 connection (RFC 9113), encrypted or, behind a proxy of the same machine, with prior knowledge.</summary>
public sealed class WaitsOverHttp2
{
    private const int Devices = 60;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task X4_E6_many_polls_are_held_on_one_connection_and_each_yes_wakes_its_own(bool https)
    {
        await using var server = await StartAsync(https);
        using var http = server.Http2Program();
        var person = await Person.AddAsync(server);
        var devices = await Task.WhenAll(Enumerable.Range(0, Devices).Select(_ => new TestDevice(http).AskAsync(pkce: true)));
        var waiting = Array.ConvertAll(devices, WaitAsync);
        await server.HoldsAsync(Devices);
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Devices - 1; i++)
        {
            Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(devices[i].UserCode));
            var watch = Stopwatch.StartNew();
            Assert.Equal(HttpStatusCode.OK, (await waiting[i].WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Status);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        // The one nobody decided about is held still, so it was no timer that woke the others.
        Assert.False(waiting[^1].IsCompleted);
        Assert.InRange(slowest.TotalSeconds, 0, 5);
        Assert.Equal(Devices - 1, devices.Select(device => device.AccessToken).Where(token => token.Length > 0).Distinct().Count());
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(devices[^1].UserCode));
        Assert.Equal(HttpStatusCode.OK, (await waiting[^1]).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task E6_a_server_that_stops_answers_every_held_poll_of_a_connection(bool https)
    {
        var server = await StartAsync(https);
        using var http = server.Http2Program();
        var devices = await Task.WhenAll(Enumerable.Range(0, Devices).Select(_ => new TestDevice(http).AskAsync()));
        var held = Array.ConvertAll(devices, device => device.PollAsync(prefer: "wait=30"));
        await server.HoldsAsync(Devices);
        Assert.DoesNotContain(held, poll => poll.IsCompleted);
        var watch = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.All(await Task.WhenAll(held), answer => Assert.Equal("authorization_pending", answer.Error));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    private static Task<TestServer> StartAsync(bool https) => https
        ? TestServer.StartAsync(https: true)
        : TestServer.StartAsync(new Dictionary<string, string?> { ["Kestrel:EndpointDefaults:Protocols"] = "Http2" });

    // A wait also ends at the claim (decision 0005); the device then asks again.
    private static async Task<Answer> WaitAsync(TestDevice device)
    {
        var answer = await device.PollAsync(prefer: "wait=30");
        while (answer.Error == "authorization_pending")
        {
            answer = await device.PollAsync(prefer: "wait=30");
        }

        return answer;
    }
}
