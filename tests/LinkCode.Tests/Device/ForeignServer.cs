using System.Collections.Concurrent;
using System.Text;
using LinkCode.Device;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Device;

/// <summary>Somebody else's authorization server, on a real socket, that says what a test wants it to say.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Seen> seen = new();

    private ForeignServer(WebApplication app, TestClock clock)
    {
        this.app = app;
        Clock = clock;
        app.Run(AnswerAsync);
    }

    public TestClock Clock { get; }

    public string Address => app.Urls.Single();

    public Func<Seen, Task<Answer>> Document { get; set; } = _ => Task.FromResult(new Answer(404, "nothing here", "text/plain"));

    public Func<Seen, Task<Answer>> Code { get; set; } = Answer.Script(Answer.Json("""
        {"device_code":"dc-1","user_code":"WDJB-MJHT","verification_uri":"https://foreign.example/device","expires_in":900,"interval":5}
        """));

    public Func<Seen, Task<Answer>> Token { get; set; } = Answer.Script(Answer.Pending);

    public Func<Seen, Task<Answer>> Revocation { get; set; } = Answer.Script(Answer.Json("{}"));

    public Func<Seen, Task<Answer>> Api { get; set; } = Answer.Script(Answer.Json("{}"));

    public IReadOnlyList<Seen> At(string path) => [.. seen.Where(request => request.Path == path)];

    public IReadOnlyList<Seen> Polls => At("/token");

    public static async Task<ForeignServer> StartAsync(double hurry = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        var server = new ForeignServer(builder.Build(), new TestClock(hurry));
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A client that was told the endpoints, as one is for GitHub, Google and Discord.</summary>
    public LinkClient Client(Action<LinkClientOptions>? change = null)
    {
        var endpoints = new LinkServer(Address, new Uri(Address + "/code"), new Uri(Address + "/token")) { RevocationEndpoint = new Uri(Address + "/revoke") };
        return With(new LinkClientOptions(endpoints, "living-room"), change);
    }

    /// <summary>A client that has to discover them.</summary>
    public LinkClient Discoverer(Action<LinkClientOptions>? change = null, string path = "") =>
        With(new LinkClientOptions(Address + path, "living-room"), change);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private LinkClient With(LinkClientOptions options, Action<LinkClientOptions>? change)
    {
        options.TimeProvider = Clock;
        change?.Invoke(options);
        return new LinkClient(options);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : FormCollection.Empty;
        var request = new Seen(
            context.Request.Path,
            form.ToDictionary(field => field.Key, field => field.Value.ToString()),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Clock.Elapsed,
            context.RequestAborted);
        seen.Enqueue(request);
        var answer = await (request.Path switch
        {
            "/code" => Code(request),
            "/token" => Token(request),
            "/revoke" => Revocation(request),
            "/api" => Api(request),
            _ => Document(request),
        });
        await WriteAsync(context, answer);
    }

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        if (answer.Status == Answer.HangUp)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.Type;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
    }
}
