using LinkCode.Server.Apps;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Apps;

/// <summary>What another process writes into the table of apps is seen here.</summary>
public sealed class AppsOfAnotherHost
{
    [Fact]
    public async Task Are_seen_when_its_clock_is_behind()
    {
        await using var server = await TestServer.StartAsync();
        server.Clock.Advance(TimeSpan.FromHours(1));
        await server.AddAppAsync("moss", new AppSettings { Name = "Moss Racers" });
        await server.AddAppAsync("fern", new AppSettings { Name = "Fern" });
        server.Clock.Advance(TimeSpan.FromHours(-2));
        await server.AddAppAsync("moss", new AppSettings { Name = "Moss Walkers" });
        Assert.Equal("Moss Walkers", server.Services.GetRequiredService<AppDirectory>().Find("moss")!.Name);
    }
}
