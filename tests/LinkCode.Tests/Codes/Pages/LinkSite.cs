using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>One site for the pages of a link, with devices and people who do not disturb each other.</summary>
public sealed class LinkSite : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false });

    public Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Site.DevelopmentAsync();
        http.BaseAddress = new Uri(Site.Address);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Site.DisposeAsync();
    }

    /// <summary>A device that has asked for a code.</summary>
    public Task<TestDevice> DeviceAsync(params (string Name, string Value)[] facts) => new TestDevice(http).AskAsync(more: facts);

    /// <summary>A browser with a fresh account signed in.</summary>
    public async Task<Browser> PersonAsync(string network = "127.0.0.1") => (await AddressedPersonAsync(network)).Browser;

    /// <summary>The same, with the address letters go to.</summary>
    public async Task<(Browser Browser, string Address)> AddressedPersonAsync(string network = "127.0.0.1", string language = "")
    {
        var address = Site.NewAddress();
        await Site.AccountAsync(address, language: language);
        var browser = Site.Browser(network);
        await browser.SignInAsync(address);
        return (browser, address);
    }

    /// <summary>Types a code on the page.</summary>
    public static async Task<Page> TypeAsync(Browser browser, string code) =>
        await browser.PressAsync(await browser.GetAsync("/link"), "Go on", ("code", code));

    /// <summary>Says yes or no on a review, after as long as a person reads.</summary>
    public Task<Page> AnswerAsync(Browser browser, Page review, string answer)
    {
        Site.Clock.Advance(TimeSpan.FromSeconds(2));
        return browser.PressAsync(review, "Don’t link", ("answer", answer));
    }

    /// <summary>Types the code and says yes.</summary>
    public async Task<Page> LinkAsync(Browser browser, TestDevice device) =>
        await AnswerAsync(browser, await TypeAsync(browser, device.UserCode), "yes");
}
