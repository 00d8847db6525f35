using System.Collections.Concurrent;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.OAuth;

/// <summary>Codes in numbers that nobody would ask for over the wire.</summary>
public sealed class DrawnCodes
{
    private const int Many = 100_000;

    [Fact]
    public async Task N14_a_hundred_thousand_codes_are_unique_and_evenly_drawn()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Codes:LiveCodesPerApp"] = "200000", ["LinkCode:LimitScale"] = "10000" });
        var start = server.Services.GetRequiredService<StartLink>();
        var app = server.Services.GetRequiredService<AppDirectory>().Find("demo-tv")!;
        var question = new LinkQuestion(app, app.DefaultScopes, null, "127.0.0.1", DeviceFacts.None);
        var drawn = new ConcurrentBag<StartAnswer.Started>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Many), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (_, _) =>
            drawn.Add(Assert.IsType<StartAnswer.Started>(await start.RunAsync(question, CancellationToken.None))));

        Assert.Equal(Many, drawn.Select(one => one.UserCode.Value).Distinct().Count());
        Assert.Equal(Many, drawn.Select(one => one.DeviceCode).Distinct().Count());
        var letters = drawn.SelectMany(one => one.UserCode.Value).CountBy(letter => letter).ToDictionary();
        Assert.Equal(UserCode.Letters.Order(), letters.Keys.Order());

        // Chi-squared with 19 degrees of freedom: even letters pass 57 less than once in a hundred thousand runs.
        var expected = letters.Values.Sum() / 20.0;
        Assert.InRange(letters.Values.Sum(count => (count - expected) * (count - expected) / expected), 0, 57);
    }
}
