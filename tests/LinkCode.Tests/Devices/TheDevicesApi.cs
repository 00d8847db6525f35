using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Devices;

/// <summary>The list for apps' own settings screens.</summary>
public sealed class TheDevicesApi(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Lists_the_devices_and_says_which_one_asks()
    {
        var person = await Person.AddAsync(Server);
        var tv = await LinkAsync(person, "demo-tv");
        var cli = await LinkAsync(person, "demo-cli");
        using var answer = await SendAsync(HttpMethod.Get, "/account/devices", cli);
        var devices = (await ReadAsync(answer)).GetProperty("devices").EnumerateArray().ToList();
        Assert.Equal(2, devices.Count);
        var current = Assert.Single(devices, device => device.GetProperty("current").GetBoolean());
        Assert.Equal("cli", current.GetProperty("kind").GetString());
        Assert.Equal("Demo Command Line", current.GetProperty("app").GetString());
        Assert.InRange(current.GetProperty("linked_at").GetDateTimeOffset(), Server.Clock.GetUtcNow().AddMinutes(-5), Server.Clock.GetUtcNow());

        var other = devices.Single(device => !device.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
        using var removed = await SendAsync(HttpMethod.Delete, $"/account/devices/{other}", cli);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("invalid_grant", (await tv.RefreshAsync()).Error);
        using var again = await SendAsync(HttpMethod.Delete, $"/account/devices/{other}", cli);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.EndsWith("/errors/not_found", (await ReadAsync(again)).GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_counts_as_use()
    {
        var cli = await LinkAsync(await Person.AddAsync(Server), "demo-cli");
        var linked = await UsedAtAsync();
        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(linked, await UsedAtAsync());
        Assert.Equal(linked, await UsedAtAsync());
        Server.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(linked, await UsedAtAsync());
        Assert.InRange(await UsedAtAsync() - linked, TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(90));

        async Task<DateTimeOffset> UsedAtAsync()
        {
            using var answer = await SendAsync(HttpMethod.Get, "/account/devices", cli);
            return (await ReadAsync(answer)).GetProperty("devices")[0].GetProperty("last_used_at").GetDateTimeOffset();
        }
    }

    [Fact]
    public async Task A_device_that_removes_itself_is_refused_at_once()
    {
        var cli = await LinkAsync(await Person.AddAsync(Server), "demo-cli");
        using var list = await SendAsync(HttpMethod.Get, "/account/devices", cli);
        var id = (await ReadAsync(list)).GetProperty("devices")[0].GetProperty("id").GetString();
        using var removed = await SendAsync(HttpMethod.Delete, $"/account/devices/{id}", cli);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var refused = await SendAsync(HttpMethod.Get, "/account/devices", cli);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.EndsWith("/errors/invalid_token", (await ReadAsync(refused)).GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_people_s_devices_are_as_unknown_ones()
    {
        var theirs = await LinkAsync(await Person.AddAsync(Server), "demo-cli");
        using var list = await SendAsync(HttpMethod.Get, "/account/devices", theirs);
        var id = (await ReadAsync(list)).GetProperty("devices")[0].GetProperty("id").GetString();
        var mine = await LinkAsync(await Person.AddAsync(Server), "demo-cli");
        using var refused = await SendAsync(HttpMethod.Delete, $"/account/devices/{id}", mine);
        using var unknown = await SendAsync(HttpMethod.Delete, $"/account/devices/{Guid.CreateVersion7()}", mine);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal((int)unknown.StatusCode, (int)refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await theirs.RefreshAsync()).Status);
    }

    [Fact]
    public async Task A_token_without_the_scope_is_not_enough()
    {
        var tv = await LinkAsync(await Person.AddAsync(Server), "demo-tv");
        using var refused = await SendAsync(HttpMethod.Get, "/account/devices", tv);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var nobody = await Server.Program().GetAsync("/account/devices");
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.NotEmpty(nobody.Headers.WwwAuthenticate);
    }

    private async Task<TestDevice> LinkAsync(Person person, string app)
    {
        var device = await new TestDevice(Server.Program(), app).AskAsync();
        await person.LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        return device;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, TestDevice device)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", device.AccessToken) } };
        return await Server.Program().SendAsync(request);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
}
