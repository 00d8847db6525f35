using System.Net;
using System.Net.Http.Headers;
using LinkCode.Device;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>N81, N82: what is removed on the devices page is out at once, wherever anybody asks.</summary>
public sealed class RemovingOnThePage(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(1);

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task N81_N82_removing_ends_tokens_everywhere_and_leaves_the_list()
    {
        using var person = await WebPerson.AddAsync(Server);
        using var http = Server.Program();
        var device = await new TestDevice(http, "demo-cli").AskAsync(more: ("device_name", "Attic lamp"));
        await person.LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal("True", await ActiveAsync(device));
        Assert.Equal(HttpStatusCode.OK, await ListAsync(http, device));

        await RemoveAsync(person, "Attic lamp");
        var removed = TimeProvider.System.GetTimestamp();
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(http, device));
        Assert.Equal("False", await ActiveAsync(device));
        Assert.InRange(TimeProvider.System.GetElapsedTime(removed), TimeSpan.Zero, Within * 5);

        var list = await person.GoAsync("/devices");
        Assert.DoesNotContain(list.Document.QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("Attic lamp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task N81_the_device_library_notices_that_the_link_is_lost()
    {
        using var person = await WebPerson.AddAsync(Server);
        using var client = new LinkClient(new LinkClientOptions(Server.Address.AbsoluteUri, "demo-tv")
        {
            Device = { Name = "Cellar lamp" },
            LongWait = TimeSpan.FromSeconds(20),
        });
        var linking = new TaskCompletionSource<string>();
        var waiting = client.LinkAsync(prompt => linking.SetResult(prompt.Code), TestContext.Current.CancellationToken);
        await person.LinkAsync(await linking.Task);
        var session = await waiting;
        var failures = new List<string>();
        session.LinkLost += (_, lost) => failures.Add(lost.Failure.Code);
        var token = await session.GetAccessTokenAsync(TestContext.Current.CancellationToken);

        await RemoveAsync(person, "Cellar lamp");
        using var http = new HttpClient(new LinkCodeHandler(session, Server.Address.GetLeftPart(UriPartial.Authority)) { InnerHandler = new SocketsHttpHandler() });
        using var answer = await http.GetAsync(new Uri(Server.Address, "oauth/userinfo"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.True(session.IsLost);
        Assert.Equal(["link_lost"], failures);
        await Assert.ThrowsAsync<LinkException>(() => session.GetAccessTokenAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(token);
    }

    private static async Task RemoveAsync(WebPerson person, string name)
    {
        var page = await person.GoAsync("/devices");
        var row = page.Document.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains(name, StringComparison.Ordinal));
        var after = await person.PressAsync(page, "remove", row.QuerySelector("button[name='remove']")!.GetAttribute("value")!);
        Assert.Equal("/devices", after.Path);
    }

    private static async Task<string?> ActiveAsync(TestDevice device) =>
        (await device.PostAsync("/oauth/introspect", ("client_id", "demo-cli"), ("token", device.AccessToken))).Text("active");

    private static async Task<HttpStatusCode> ListAsync(HttpClient http, TestDevice device)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/devices");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", device.AccessToken);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
