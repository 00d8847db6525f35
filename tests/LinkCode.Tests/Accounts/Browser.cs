using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace LinkCode.Tests.Accounts;

/// <summary>A browser without scripts: cookies, redirects and forms, from one network.</summary>
public sealed class Browser
{
    private readonly HttpClient client;

    public Browser(string address, IPAddress network, X509Certificate2 certificate)
    {
        var handler = new SocketsHttpHandler
        {
            CookieContainer = Cookies,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => certificate.Equals(shown) },
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(network, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        client = new HttpClient(handler) { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public CookieContainer Cookies { get; } = new();

    public Task<Page> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Fills in the form whose button says something and presses it.</summary>
    public Task<Page> PressAsync(Page page, string button, params (string Name, string Value)[] fields)
    {
        var form = page.Document.Forms.Single(one => one.QuerySelectorAll("button").Any(pressed => pressed.TextContent == button));

        // Of several choices under one name, a browser sends the one that is chosen.
        var values = form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>()
            .Where(input => input.Type is not ("radio" or "checkbox") || input.IsChecked).ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : page.Path, values);
    }

    public Task<Page> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });

    public async Task<Page> SignInAsync(string address, string password = Words.Password, string next = "")
    {
        var page = await GetAsync("/sign-in" + (next.Length == 0 ? "" : "?next=" + Uri.EscapeDataString(next)));
        return await PressAsync(page, "Sign in", ("mail", address), ("password", password));
    }

    /// <summary>Whether this browser is signed in, as a page says that tells.</summary>
    public async Task<bool> IsSignedInAsync() => (await GetAsync("/sign-out")).Heading switch
    {
        "Sign out of this browser?" => true,
        "You are signed out" => false,
        var other => throw new InvalidOperationException("Neither signed in nor out: " + other),
    };

    public async Task<Page> SendAsync(HttpRequestMessage request)
    {
        // Whoever sends much asks first, and is not still sending when the server has answered and gone.
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 16_000;
        using var answer = await client.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        return new Page(answer.StatusCode, answer.RequestMessage!.RequestUri!.PathAndQuery, html, await new HtmlParser().ParseDocumentAsync(html), answer.Headers.RetryAfter?.Delta, answer.Headers.CacheControl?.NoStore == true);
    }
}

/// <summary>What a browser got, after redirects.</summary>
public sealed record Page(HttpStatusCode Status, string Path, string Html, IHtmlDocument Document, TimeSpan? RetryAfter, bool IsNeverKept)
{
    public string Heading => Document.QuerySelector("h1")?.TextContent ?? "";

    public string Text => Document.QuerySelector("main")?.TextContent ?? "";

    /// <summary>The page without what differs in every answer by design: the form check.</summary>
    public string Shape => System.Text.RegularExpressions.Regex.Replace(Html, "name=\"check\"[^>]*>", "");
}
