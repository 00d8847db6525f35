using System.Net;
using LinkCode.Device;
using LinkCode.Server.Apps;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>LinkCode.Device proves its key at the real server, with nothing but an option.</summary>
public sealed class LibraryWithAKey(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string App = "keyed-library";

    private TestServer Server => fixture.Server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task X2_the_library_links_refreshes_and_calls_with_its_key_whatever_its_clock_says(int hours)
    {
        await Server.AddAppAsync(App, new AppSettings { Name = "Library", DPoP = true, Scopes = "openid profile offline_access devices" });
        using var client = Client(new MemoryTokenStore(), hours);
        var session = await LinkAsync(client);
        Assert.True(session.IsBound);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(session, "/account/devices?from=library"));
        var old = await session.GetTokensAsync(null, Stop);
        var fresh = await session.GetTokensAsync(old.AccessToken, Stop);
        Assert.NotEqual(old.AccessToken, fresh.AccessToken);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(session, "/oauth/userinfo"));

        // The token alone is worth nothing.
        using var http = Server.Program();
        using var bare = new HttpRequestMessage(HttpMethod.Get, "/oauth/userinfo") { Headers = { Authorization = new("Bearer", fresh.AccessToken) } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(bare, Stop)).StatusCode);
    }

    [Fact]
    public async Task X2_headers_for_other_ways_of_calling_hold_a_proof_for_that_call()
    {
        await Server.AddAppAsync(App, new AppSettings { Name = "Library", DPoP = true, Scopes = "openid profile offline_access devices" });
        using var client = Client(new MemoryTokenStore());
        var session = await LinkAsync(client);
        var address = new Uri(Server.Address, "/account/devices");
        var headers = await session.GetHeadersAsync("GET", address, cancellationToken: Stop);
        Assert.Equal(["Authorization", "DPoP"], headers.Keys.Order());
        using var http = Server.Program();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(request, Stop)).StatusCode);
    }

    [Fact]
    public async Task X2_key_and_session_survive_a_restart_of_the_app_and_so_does_a_waiting_code()
    {
        await Server.AddAppAsync(App, new AppSettings { Name = "Library", DPoP = true, Scopes = "openid profile offline_access devices" });
        var folder = Directory.CreateTempSubdirectory("linkcode-key-").FullName;
        string saved, code;
        using (var before = Client(new EncryptedFileStore(folder)))
        {
            var link = await before.StartAsync(Stop);
            (saved, code) = (link.Save(), link.Prompt.Code);
        }

        await (await Person.AddAsync(Server)).LinkAsync(code);
        using (var between = Client(new EncryptedFileStore(folder)))
        {
            Assert.IsType<LinkEvent.Linked>(await between.PollOnceAsync(between.Restore(saved)!, Stop));
        }

        using var after = Client(new EncryptedFileStore(folder));
        var session = await after.OpenAsync(Stop);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(session!, "/oauth/userinfo"));
        await session!.GetTokensAsync(await session.GetAccessTokenAsync(Stop), Stop);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(session, "/oauth/userinfo"));
        Assert.True(await session.SignOutAsync(Stop));
        Directory.Delete(folder, recursive: true);
    }

    private async Task<LinkedSession> LinkAsync(LinkClient client)
    {
        var person = await Person.AddAsync(Server);
        var link = await client.StartAsync(Stop);
        Assert.IsType<LinkEvent.Waiting>(await client.PollOnceAsync(link, Stop));
        await person.LinkAsync(link.Prompt.Code);
        for (; ; )
        {
            if (await client.PollOnceAsync(link, Stop) is LinkEvent.Linked linked)
            {
                return linked.Session;
            }

            Assert.Null(link.End);
            await Task.Delay(50, Stop);
        }
    }

    private async Task<HttpStatusCode> CallAsync(LinkedSession session, string path)
    {
        using var http = new HttpClient(new LinkCodeHandler(session) { InnerHandler = new SocketsHttpHandler() });
        using var answer = await http.GetAsync(new Uri(Server.Address, path), Stop);
        return answer.StatusCode;
    }

    private LinkClient Client(ITokenStore store, int hours = 0) => new(new LinkClientOptions(Server.Address.AbsoluteUri, App)
    {
        UseDPoP = true,
        Store = store,
        TimeProvider = new OffClock(Server.Clock, TimeSpan.FromHours(hours)),
    });

    private sealed class OffClock(TimeProvider right, TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + off;
    }
}
