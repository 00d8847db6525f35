using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Server.Codes.Memory;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LinkCode.Tests.Codes;

/// <summary>Overload is polite (ENGINE 8 and 10): who asks too much is told when to come again, the others do not notice, memory stays flat.</summary>
public sealed class AskingTooMuch
{
    private const string Quoted = "application/x-www-form-urlencoded; charset=\"utf-8\"";

    [Fact]
    public async Task E10_an_app_that_floods_is_refused_and_another_one_is_not()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Codes:StartsAtOncePerApp"] = "2" });
        using var http = server.Program();
        using var other = server.Program();
        var flood = Enumerable.Range(0, 200).Select(_ => AskAsync(http, "demo-tv")).ToList();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(other, "demo-cli")).Status);
        }

        var answers = await Task.WhenAll(flood);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.TooManyRequests, "5", "temporarily_unavailable"), (answer.Status, answer.RetryAfter, answer.Error)));

        // It recovers at once.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "demo-tv")).Status);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(Quoted)]
    public async Task E10_a_full_store_is_503_for_everybody_and_opens_again_when_codes_end(string type)
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Codes:LiveCodesInAll"] = "10" });
        using var http = server.Program();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, i % 2 == 0 ? "demo-tv" : "demo-cli", type)).Status);
        }

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "60", "temporarily_unavailable"), await AskAsync(http, "demo-tv", type));
        _ = server.Services.GetRequiredService<LinkIndex>().RemoveEndedBefore(server.Clock.GetUtcNow() + TimeSpan.FromHours(1), _ => { }).Sum();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "demo-tv", type)).Status);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(Quoted)]
    public async Task E10_a_network_that_asks_too_often_is_429_with_the_rest_of_its_minute(string type)
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:LimitScale"] = "1", ["LinkCode:Codes:StartsPerNetwork"] = "3" });
        using var http = server.Program();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "demo-tv", type)).Status);
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var refused = await AskAsync(http, "demo-tv", type);
        Assert.Equal((HttpStatusCode.TooManyRequests, "temporarily_unavailable"), (refused.Status, refused.Error));

        // Who waits for the answer before asking again floods us once a second at most.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 30);
        Assert.InRange(int.Parse(refused.RetryAfter!), 1, 60);
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "demo-tv", type)).Status);
    }

    [Fact]
    public async Task E10_the_interval_grows_with_the_live_codes_and_is_kept_to()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Codes:PollsPerSecond"] = "10" });
        using var http = server.Program();
        TestDevice device = null!;
        for (var i = 0; i < 62; i++)
        {
            device = await new TestDevice(http).AskAsync();
        }

        Assert.Equal(7, device.Start.GetProperty("interval").GetInt32());
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        server.Clock.Advance(TimeSpan.FromSeconds(5.5));
        Assert.Equal("slow_down", (await device.PollAsync()).Error);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(100_000, 5)]
    [InlineData(100_001, 6)]
    [InlineData(1_000_000, 50)]
    [InlineData(1_200_000, 60)]
    [InlineData(20_000_000, 60)]
    public void E10_all_devices_together_ask_as_often_as_the_server_is_meant_to_answer(int live, int seconds) => Assert.Equal(seconds, PollInterval.For(live, 5, 20_000));

    [Fact]
    public void E10_a_flood_of_networks_does_not_make_the_server_forget_who_asks_most()
    {
        var counts = new WindowCounts<string>(TimeSpan.FromMinutes(1), most: 10_000);
        var now = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < 100; i++)
        {
            counts.Add("offender", now);
        }

        for (var i = 0; i < 200_000; i++)
        {
            counts.Add($"network {i}", now);
            Assert.True(i % 10_000 != 0 || counts.Count <= 10_000);
        }

        Assert.Equal(101, counts.Add("offender", now).Count);
        Assert.Equal(1, counts.Add("offender", now + TimeSpan.FromMinutes(2)).Count);
    }

    [Fact]
    public async Task T2_a_flood_of_networks_does_not_make_the_server_forget_who_guesses_most()
    {
        await using var server = await TestServer.StartAsync();
        var limits = new GuessLimits(server.Services.GetRequiredService<NodeTalk>(), server.Services.GetRequiredService<CodesMeter>(), Options.Create(new CodesOptions { GuessesInAll = 100_000 }), Options.Create(new SiteOptions()), TimeProvider.System);
        var offender = Guid.NewGuid();
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(limits.Take(offender, "192.0.2.1", isEstablished: false, out _));
        }

        for (var i = 0; i < 120_000; i++)
        {
            limits.Take(Guid.NewGuid(), $"network {i}", isEstablished: false, out _);
        }

        Assert.InRange(limits.Count, 1, 100_001);
        Assert.NotNull(limits.WaitOf(offender));
    }

    private static async Task<(HttpStatusCode Status, string? RetryAfter, string? Error)> AskAsync(HttpClient http, string app, string type = "application/x-www-form-urlencoded")
    {
        using var content = new StringContent($"client_id={app}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await http.PostAsync("/oauth/device", content);
        var body = await answer.Content.ReadAsStringAsync();
        var error = System.Text.Json.JsonDocument.Parse(body).RootElement.TryGetProperty("error", out var word) ? word.GetString() : null;
        return (answer.StatusCode, answer.Headers.RetryAfter?.ToString(), error);
    }
}
