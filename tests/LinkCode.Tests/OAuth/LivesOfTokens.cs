using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>How long tokens live, on a clock that runs ahead.</summary>
public sealed class LivesOfTokens
{
    [Fact]
    public async Task N47_a_refresh_token_dies_of_inactivity()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var device = await new TestDevice(http).AskAsync();
        await person.LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);

        // Used now and then it lives on, long after its first token would have died.
        for (var turn = 0; turn < 3; turn++)
        {
            server.Clock.Advance(TimeSpan.FromDays(179));
            Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        }

        server.Clock.Advance(TimeSpan.FromDays(180));
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
    }

    [Fact]
    public async Task N47_where_the_app_says_so_a_refresh_token_dies_of_age_however_often_it_is_used()
    {
        await using var server = await TestServer.StartAsync();
        await server.AddAppAsync("short-lived", new LinkCode.Server.Apps.AppSettings { Name = "Short-lived", MostDays = 30 });
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var device = await new TestDevice(http, "short-lived").AskAsync();
        await person.LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        for (var day = 10; day < 30; day += 10)
        {
            server.Clock.Advance(TimeSpan.FromDays(10));
            Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        }

        server.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
    }

    [Fact]
    public async Task N47_an_access_token_dies_of_age()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var device = await new TestDevice(http).AskAsync();
        await person.LinkAsync(device.UserCode);
        Assert.Equal("600", (await device.PollAsync()).Text("expires_in")?.Replace("599", "600", StringComparison.Ordinal));
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.UserInfoAsync()).Status);
    }
}
