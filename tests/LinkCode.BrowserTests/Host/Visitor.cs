using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Host;

/// <summary>A person at a browser: cookies and pages of their own. Collects what a console or a foreign address would tell.</summary>
public sealed class Visitor : IAsyncDisposable
{
    public const string Password = "four plain words here";
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = [];
    private readonly Uri address;

    private Visitor(IBrowserContext context, IPage page, Uri address)
    {
        (this.context, Page, this.address) = (context, page, address);
        page.Request += (_, request) => Complain(!request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal), "asked " + request.Url);
        page.PageError += (_, error) => Complain(true, error);
        // An answer that is an error by design shows in the console, too.
        page.Console += (_, line) => Complain(line.Type is "error" or "warning" && !line.Text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal) && !line.Location.Contains("/error/5", StringComparison.Ordinal), line.Text);
    }

    public IPage Page { get; }

    /// <summary>The page without its header and footer.</summary>
    public ILocator Main => Page.Locator("main");

    public string Path => new Uri(Page.Url).PathAndQuery;

    public static async Task<Visitor> ArriveAsync(Street street, BrowserNewContextOptions options)
    {
        options.BaseURL = street.Server.Address.AbsoluteUri;
        var context = await street.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(Street.Patience);
        return new Visitor(context, await context.NewPageAsync(), street.Server.Address);
    }

    public async Task OpenAsync(string path)
    {
        try
        {
            await Page.GotoAsync(path);
        }
        catch (PlaywrightException error) when (error.Message.Contains("interrupted by another navigation", StringComparison.Ordinal))
        {
            // The page that is open has just looked for news of a device and come again by itself.
            await Page.GotoAsync(path);
        }
    }

    /// <summary>Presses the button or follows the link that says something.</summary>
    public Task PressAsync(string words) =>
        Main.GetByRole(AriaRole.Button, new() { Name = words }).Or(Main.GetByRole(AriaRole.Link, new() { Name = words, Exact = true })).First.ClickAsync();

    public Task TypeAsync(string label, string text) => Main.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    /// <summary>Waits for a page with this heading, and asserts that no page so far had anything to complain about.</summary>
    public async Task SeesAsync(string heading)
    {
        await Assertions.Expect(Page.Locator("h1")).ToHaveTextAsync(heading);
        Assert.Empty(complaints);
    }

    /// <summary>Waits for a notice on the page.</summary>
    public Task SeesNoticeAsync(string heading) => Assertions.Expect(Main.Locator(".problem h2, .notice h2").Filter(new() { HasText = heading })).ToBeVisibleAsync();

    public async Task SignInAsync(string mail, string path = "/sign-in")
    {
        await OpenAsync(path);
        await FillSignInAsync(mail);
        await Assertions.Expect(Page.Locator("h1")).Not.ToHaveTextAsync("Sign in");
    }

    /// <summary>Fills in the sign-in page that is open.</summary>
    public async Task FillSignInAsync(string mail)
    {
        await Page.Locator("#mail").FillAsync(mail);
        await Page.Locator("#password").FillAsync(Password);
        await Page.Locator("main form button.main").ClickAsync();
    }

    /// <summary>Types a code on the page for it and goes on.</summary>
    public async Task EnterAsync(string code)
    {
        await OpenAsync("/link");
        await TypeCodeAsync(code);
    }

    public async Task TypeCodeAsync(string code)
    {
        await Page.Locator("#code").FillAsync("");
        await Page.Locator("#code").PressSequentiallyAsync(code);
        await PressAsync("Go on");
    }

    /// <summary>Signs up on the page that is open, up to the page that says to look into the mail.</summary>
    public async Task SignUpAsync(string mail)
    {
        await TypeAsync("Your name", "Bo New");
        await TypeAsync("Mail address", mail);
        await TypeAsync("Password", Password);
        await PressAsync("Make the account");
        await SeesAsync("Check your mail");
    }

    /// <summary>Opens the newest letter to an address, as soon as it has been sent.</summary>
    public async Task ReadMailAsync(string to)
    {
        var line = Page.Locator("tr").Filter(new() { HasText = to }).First;
        for (var tries = 0; tries < 100; tries++)
        {
            await OpenAsync("/dev/mail");
            if (await line.IsVisibleAsync())
            {
                await line.GetByRole(AriaRole.Link).ClickAsync();
                return;
            }

            await Task.Delay(200);
        }

        Assert.Fail("No mail came.");
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private void Complain(bool isWrong, string what)
    {
        if (isWrong)
        {
            complaints.Enqueue($"{Page.Url}: {what}");
        }
    }
}
