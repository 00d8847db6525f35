using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace LinkCode.Tests.Host;

/// <summary>A person with an account and a browser without scripts: pages are fetched, read and sent back over the socket.</summary>
public sealed class WebPerson : IDisposable
{
    private readonly CookieContainer cookies = new();
    private readonly TestServer server;
    private readonly HttpClient browser;

    private WebPerson(TestServer server, Guid id, string mail)
    {
        (this.server, Id, Mail, browser) = (server, id, mail, server.Browser(followRedirects: true, cookies));
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public Guid Id { get; }

    public string Mail { get; }

    /// <summary>The cookies of this browser, as it sends them.</summary>
    public string Cookies => cookies.GetCookieHeader(server.Address);

    /// <summary>Makes an account and signs it in on the page.</summary>
    public static async Task<WebPerson> AddAsync(TestServer server, string name = "Ada Example")
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        var person = new WebPerson(server, await server.AddAccountAsync(mail, name: name), mail);
        await person.SignInAsync();
        return person;
    }

    public async Task<WebPage> SignInAsync(string? next = null)
    {
        var page = await GoAsync("/sign-in" + (next is null ? "" : "?next=" + Uri.EscapeDataString(next)));
        var arrived = await SendAsync(page, page.FormWith("password"), ("mail", Mail), ("password", "a long enough password"));
        Assert.NotEqual("/sign-in", arrived.Path);
        return arrived;
    }

    /// <summary>Opens an address of this site, whole or as a path.</summary>
    public async Task<WebPage> GoAsync(string address)
    {
        using var answer = await browser.GetAsync(new Uri(server.Address, address));
        return await ReadAsync(answer);
    }

    /// <summary>Presses the button with this name and value, in the form it stands in.</summary>
    public Task<WebPage> PressAsync(WebPage page, string name, string value) =>
        SendAsync(page, page.Forms.Single(form => form.QuerySelector($"button[name='{name}'][value='{value}']") is not null), (name, value));

    /// <summary>Sends a form with everything that stands in it, and with what is typed.</summary>
    public async Task<WebPage> SendAsync(WebPage page, IHtmlFormElement form, params (string Name, string Value)[] typed)
    {
        var fields = form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>().ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        var target = form.GetAttribute("action") is { Length: > 0 } action ? new Uri(page.Address, action) : page.Address;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync(target, content);
        return await ReadAsync(answer);
    }

    /// <summary>Types a code, exactly as given; the page that asks for the decision comes back, or the one that says why not.</summary>
    public async Task<WebPage> TypeAsync(string code, string address = "/link")
    {
        var page = await GoAsync(address);
        return await SendAsync(page, page.FormWith("code"), ("code", code));
    }

    /// <summary>Reads the page as long as it wants to be read, then says yes or no.</summary>
    public Task<WebPage> DecideAsync(WebPage review, bool yes)
    {
        Assert.Equal("/link/review", review.Path);
        server.Clock.Advance(TimeSpan.FromSeconds(1.1));
        return PressAsync(review, "answer", yes ? "yes" : "no");
    }

    /// <summary>Types, reads and approves.</summary>
    public async Task LinkAsync(string code)
    {
        var page = await DecideAsync(await TypeAsync(code), yes: true);
        Assert.StartsWith("/link/done/", page.Path, StringComparison.Ordinal);
    }

    /// <summary>Types, reads and declines.</summary>
    public async Task DenyAsync(string code)
    {
        var page = await DecideAsync(await TypeAsync(code), yes: false);
        Assert.StartsWith("/link/ended/", page.Path, StringComparison.Ordinal);
    }

    public void Dispose() => browser.Dispose();

    private static async Task<WebPage> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return new(answer.StatusCode, answer.RequestMessage!.RequestUri!, html, await new HtmlParser().ParseDocumentAsync(html));
    }
}

/// <summary>What a browser shows after redirects.</summary>
public sealed record WebPage(HttpStatusCode Status, Uri Address, string Html, IHtmlDocument Document)
{
    public string Path => Address.AbsolutePath;

    public IEnumerable<IHtmlFormElement> Forms => Document.Forms;

    /// <summary>The form with a field of this name that a person can see.</summary>
    public IHtmlFormElement FormWith(string field) => Forms.Single(form => form.QuerySelector($"input[name='{field}']:not([type='hidden'])") is not null);
}
