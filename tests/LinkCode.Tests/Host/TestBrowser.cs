using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace LinkCode.Tests.Host;

/// <summary>A person at a browser without scripts: looks at pages, presses buttons, follows redirects within the site.</summary>
public sealed class TestBrowser(TestServer server) : IDisposable
{
    private readonly HttpClient http = server.Browser();

    public Guid Id { get; private set; }

    /// <summary>What the browser shows.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    public HttpStatusCode Status { get; private set; }

    public HttpResponseMessage Answer { get; private set; } = null!;

    /// <summary>Where the browser is, or where another site would have it go.</summary>
    public Uri Place { get; private set; } = server.Address;

    public string Text => string.Join(' ', (Page.QuerySelector("main")?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Makes an account and signs in with it by the sign-in page.</summary>
    public static async Task<TestBrowser> SignInAsync(TestServer server, string? next = null)
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        var person = new TestBrowser(server) { Id = await server.AddAccountAsync(mail) };
        await person.SignInAsync(mail, next);
        return person;
    }

    public async Task SignInAsync(string mail, string? next = null)
    {
        await LookAsync(next is null ? "/sign-in" : "/sign-in?next=" + Uri.EscapeDataString(next));
        await PressAsync("main form.stack button", ("mail", mail), ("password", "a long enough password"));
    }

    public async Task<TestBrowser> LookAsync(string path)
    {
        await ArriveAsync(await http.SendAsync(Request(HttpMethod.Get, new Uri(server.Address, path))), new Uri(server.Address, path));
        return this;
    }

    /// <summary>Presses a button of the page; what its form holds is sent, with these fields filled in.</summary>
    public async Task<TestBrowser> PressAsync(string selector, params (string Name, string Value)[] filled)
    {
        var button = Page.QuerySelector(selector) as IHtmlButtonElement ?? throw new InvalidOperationException($"There is no {selector} on {Place}: {Text}");
        var form = button.Form!;
        var fields = form.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is not null).ToDictionary(input => input.Name!, input => input.Value, StringComparer.Ordinal);
        if (button.Name is not null)
        {
            fields[button.Name] = button.Value;
        }

        foreach (var (name, value) in filled)
        {
            fields[name] = value;
        }

        var action = form.GetAttribute("action");
        var target = string.IsNullOrEmpty(action) ? Place : new Uri(Place, action);
        var request = Request(HttpMethod.Post, target);
        request.Content = new FormUrlEncodedContent(fields);
        await ArriveAsync(await http.SendAsync(request), target);
        return this;
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, Uri address) => new(method, address) { Headers = { { "Accept", "text/html" } } };

    private async Task ArriveAsync(HttpResponseMessage answer, Uri from)
    {
        for (var steps = 0; answer.Headers.Location is { } location; steps++)
        {
            Assert.True(steps < 10, "The site sends the browser round in circles.");
            from = new Uri(from, location);
            if (from.Authority != server.Address.Authority)
            {
                break;
            }

            answer = await http.SendAsync(Request(HttpMethod.Get, from));
        }

        (Answer, Status, Place) = (answer, answer.StatusCode, from);
        Page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
    }
}
