using System.Net;
using System.Net.Sockets;
using LinkCode.Tests.Host;
using Microsoft.Playwright;

// A browser and a server for each class; more than two at a time would only wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace LinkCode.BrowserTests.Host;

/// <summary>One server and one Chromium for a class of tests; each person and each television in it has a context of its own.</summary>
public sealed class Street : IAsyncLifetime
{
    /// <summary>Long enough for a machine with many other things to do.</summary>
    public const float Patience = 45_000;

    private const string HomeNetwork = "127.0.0.1";
    private IPlaywright playwright = null!;

    public TestServer Server { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Every page with a form says in the log that it must not be kept.
        Server = await TestServer.StartAsync(new Dictionary<string, string?> { ["Logging:LogLevel:Microsoft.AspNetCore.Antiforgery"] = "Error" });
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("LINKCODE_CHROMIUM") ?? "/usr/bin/chromium",
            // Devices of these tests use IPv4, and people are on the same network only when they do, too.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--host-resolver-rules=MAP localhost 127.0.0.1"],
            Timeout = Patience * 2,
        });
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    /// <summary>A person with a browser of their own.</summary>
    public async Task<Visitor> VisitorAsync(bool scripts = true, string language = "en") =>
        await Visitor.ArriveAsync(this, new() { JavaScriptEnabled = scripts, Locale = language });

    /// <summary>A person who has an account and is signed in.</summary>
    public async Task<Visitor> ResidentAsync(bool scripts = true, string language = "en")
    {
        var visitor = await VisitorAsync(scripts, language);
        await visitor.SignInAsync(await AccountAsync());
        return visitor;
    }

    /// <summary>The mail address of a new account.</summary>
    public async Task<string> AccountAsync(string name = "Ada Example")
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        await Server.AddAccountAsync(mail, Visitor.Password, name);
        return mail;
    }

    /// <summary>A television in a page of its own, with its code on the screen.</summary>
    public async Task<Television> TelevisionAsync(int width = 1280, int height = 720) =>
        await Television.SwitchOnAsync(await Visitor.ArriveAsync(this, new() { ViewportSize = new() { Width = width, Height = height }, Locale = "en" }));

    /// <summary>A device on the wire that has asked for its code.</summary>
    public async Task<TestDevice> DeviceAsync(string network = HomeNetwork, string app = "demo-tv", string? name = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, ConnectCallback = (context, _) => ConnectAsync(network, context.DnsEndPoint.Port) }) { BaseAddress = Server.Address };
        return await new TestDevice(http, app).AskAsync(more: name is null ? [] : [("device_name", name)]);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
        await Server.DisposeAsync();
    }

    private static async ValueTask<Stream> ConnectAsync(string network, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(network), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
