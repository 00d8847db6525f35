using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Operator;

/// <summary>The published way to run it: Production, plain http on loopback, a real proxy with https in front (docs/RUN-IT.md).</summary>
public sealed class BehindAProxy : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
    private readonly X509Certificate2 certificate = TestCertificate.Create();
    private readonly int port = Ports.Next();
    private readonly int serverPort = Ports.Next();

    private string Address => $"https://localhost:{port}";

    public void Dispose()
    {
        certificate.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task Devices_people_and_the_first_operator_are_served_and_strangers_are_not_believed(string name)
    {
        var data = Path.Combine(folder, "data");
        await File.WriteAllTextAsync(Path.Combine(folder, "key-secret"), "a secret of the tests, longer than it has to be\n");
        await using var proxy = await Proxy.StartAsync(name, folder, certificate, port, serverPort);
        await using var server = ServerProcess.Start(
            new Dictionary<string, string>
            {
                ["LinkCode__PublicUrl"] = Address,
                ["LinkCode__DataFolder"] = data,
                ["LinkCode__KeySecretFile"] = Path.Combine(folder, "key-secret"),
                ["LinkCode__TrustedProxies__0"] = "127.0.0.1",
                ["LinkCode__Apps__Registered__living-room__Name"] = "Living room",
            },
            "--urls", $"http://127.0.0.1:{serverPort}");
        await server.UntilItSaysAsync("is open at " + Address);

        // What a service prints is kept, so it names the file with the setup address and not the address.
        Assert.Contains("setup-address", server.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("key=", server.Said, StringComparison.Ordinal);

        await DevicesAreServedAsync();
        await PeopleAreServedAsync(Path.Combine(data, "setup-address"));
        await OnlyTheProxyIsBelievedAsync();
        await NobodyPicksAnAddressForHimselfAsync();
    }

    private async Task DevicesAreServedAsync()
    {
        using var device = From("127.0.0.1");
        using var discovery = await device.GetAsync(Address + "/.well-known/openid-configuration");
        Assert.StartsWith("max-age=", discovery.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        var found = await discovery.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Address, found.GetProperty("issuer").GetString()!.TrimEnd('/'));
        var endpoint = found.GetProperty("device_authorization_endpoint").GetString()!;
        Assert.StartsWith(Address + "/", endpoint, StringComparison.Ordinal);

        using var form = new FormUrlEncodedContent([new("client_id", "living-room")]);
        using var started = await device.PostAsync(endpoint, form);
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        var codes = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(Address + "/link", codes.GetProperty("verification_uri").GetString());

        // A poll that waits comes through too.
        using var poll = new HttpRequestMessage(HttpMethod.Post, found.GetProperty("token_endpoint").GetString());
        poll.Headers.Add("Prefer", "wait=2");
        poll.Content = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            new("client_id", "living-room"),
            new("device_code", codes.GetProperty("device_code").GetString()),
        ]);
        using var answer = await device.SendAsync(poll);
        Assert.Equal("authorization_pending", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    private async Task PeopleAreServedAsync(string setupFile)
    {
        var browser = new Browser(Address, IPAddress.Loopback, certificate);
        Assert.Equal((HttpStatusCode.OK, "Link a device"), ((await browser.GetAsync("/link")).Status, (await browser.GetAsync("/link")).Heading));
        Assert.Equal("Accounts here are by invitation", (await browser.GetAsync("/sign-up")).Heading);
        Assert.StartsWith("/sign-in", (await browser.GetAsync("/devices")).Path, StringComparison.Ordinal);

        var setup = (await File.ReadAllTextAsync(setupFile)).Trim();
        Assert.StartsWith(Address + "/setup?key=", setup, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ServerProcess.Mode(setupFile));
        await browser.PressAsync(await browser.GetAsync(setup[Address.Length..]), "Make the account",
            ("name", "Olga"), ("mail", "olga@example.org"), ("new-password", Words.Password));
        Assert.True(await browser.IsSignedInAsync());
        Assert.False(File.Exists(setupFile));
        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync(setup[Address.Length..])).Status);

        var cookies = browser.Cookies.GetAllCookies();
        Assert.Contains(cookies, cookie => cookie.Name == "__Host-session");
        Assert.All(cookies, cookie => Assert.True(cookie.Name.StartsWith("__Host-", StringComparison.Ordinal) && cookie.Secure && cookie.HttpOnly && cookie.Path == "/", cookie.Name));
    }

    private async Task OnlyTheProxyIsBelievedAsync()
    {
        // Straight to the server, past the proxy: once from its address, once from another machine's.
        Assert.Equal(HttpStatusCode.OK, await StraightAsync("127.0.0.1", "https", "localhost"));
        Assert.Equal(HttpStatusCode.BadRequest, await StraightAsync("127.0.0.1", "http", "localhost"));
        Assert.Equal(HttpStatusCode.BadRequest, await StraightAsync("127.0.0.2", "https", "localhost"));
        Assert.Equal(HttpStatusCode.BadRequest, await StraightAsync("127.0.0.1", "https", "elsewhere.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await StraightAsync("127.0.0.1", "https", "127.0.0.1"));
    }

    private async Task NobodyPicksAnAddressForHimselfAsync()
    {
        // Twenty sign-ins in five minutes are what one network may try, whatever addresses it claims to come from.
        using var guesser = From("127.0.0.3");
        using var neighbour = From("127.0.0.4");
        for (var tries = 0; tries < 20; tries++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await SignInAsync(guesser, tries));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInAsync(guesser, 20));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, await SignInAsync(neighbour, 0));
    }

    private async Task<HttpStatusCode> SignInAsync(HttpClient client, int claimed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address + "/sign-in") { Content = new FormUrlEncodedContent([new("mail", "olga@example.org")]) };
        request.Headers.Add("X-Forwarded-For", $"192.0.2.{claimed}");
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> StraightAsync(string network, string scheme, string host)
    {
        using var client = From(network);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{serverPort}/link");
        request.Headers.Host = host;
        request.Headers.Add("X-Forwarded-Proto", scheme);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private HttpClient From(string network) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Equals(shown) },
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(network), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
