using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;

namespace LinkCode.Tests.Accounts.Passkeys;

/// <summary>A person whose browser does with passkeys what the script of the pages does.</summary>
internal sealed class Holder(Site site, Browser browser)
{
    public Browser Browser => browser;

    public SoftKey Key { get; set; } = new();

    /// <summary>A person who has an account with a password, and is signed in.</summary>
    public static async Task<Holder> WithPasswordAsync(Site site, string address, string network = "127.0.0.1")
    {
        await site.AccountAsync(address);
        var holder = new Holder(site, site.Browser(network));
        await holder.Browser.SignInAsync(address);
        return holder;
    }

    /// <summary>The question the server draws for a page that is open.</summary>
    public async Task<Page> AskAsync(Page page, string path, string? name = null, string? mail = null, string? check = null, string? key = null)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { name, mail, key }), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("X-Check", check ?? Check(page));
        request.Headers.Add("Accept", "*/*");
        return await browser.SendAsync(request);
    }

    /// <summary>Makes one more passkey on the page for them.</summary>
    public async Task<Page> MakeAsync(SoftKey? key = null)
    {
        var page = await browser.GetAsync("/security/passkeys");
        var question = await AskAsync(page, "/passkeys/for-account");
        Assert.Equal(HttpStatusCode.OK, question.Status);
        return await PostAsync(page, "/security/passkeys", (key ?? Key).Make(question.Html, site.Address));
    }

    public async Task<Page> SignInAsync(SoftKey? key = null, string next = "")
    {
        var (page, answer) = await AnswerAsync(key, next);
        return await PostAsync(page, page.Path, answer);
    }

    /// <summary>What the passkey says on the sign-in page, not sent yet.</summary>
    public async Task<(Page Page, string Answer)> AnswerAsync(SoftKey? key = null, string next = "")
    {
        var page = await browser.GetAsync("/sign-in" + (next.Length == 0 ? "" : "?next=" + Uri.EscapeDataString(next)));
        var question = await AskAsync(page, "/passkeys/for-sign-in");
        Assert.Equal(HttpStatusCode.OK, question.Status);
        (key ?? Key).Count++;
        return (page, (key ?? Key).Use(question.Html, site.Address));
    }

    public async Task<Page> SignUpAsync(string address, string next = "", string? asked = null)
    {
        var page = await browser.GetAsync("/sign-up" + (next.Length == 0 ? "" : "?next=" + Uri.EscapeDataString(next)));
        var question = await AskAsync(page, "/passkeys/for-sign-up", "Ana Lima", asked ?? address);
        Assert.Equal(HttpStatusCode.OK, question.Status);
        return await browser.PostAsync(page.Path, [new("check", Check(page)), new("name", "Ana Lima"), new("mail", address), new("new-password", ""), new("passkey", Key.Make(question.Html, site.Address))]);
    }

    public Task<Page> PostAsync(Page page, string path, string answer) => browser.PostAsync(path, [new("check", Check(page)), new("passkey", answer)]);

    public async Task SignOutAsync() => await browser.PressAsync(await browser.GetAsync("/sign-out"), "Sign out");

    public static string Check(Page page) => page.Document.QuerySelectorAll("input[name=check]").OfType<IHtmlInputElement>().First().Value;
}
