using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts;

public sealed class SigningUp(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    private readonly string ana = Site.NewAddress();
    private readonly string bo = Site.NewAddress();

    private Site Site => fixture.Site;

    [Fact]
    public async Task Goes_on_by_itself_when_the_mail_is_opened_in_the_same_browser()
    {
        var browser = Site.Browser();
        await BeginAsync(browser, ana, "/sign-out?next=/x");
        var page = await browser.PressAsync(await browser.GetAsync(await LinkAsync(ana)), "Yes, it is mine");

        Assert.Equal("/sign-out?next=/x", page.Path);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Goes_on_where_it_began_when_the_mail_is_confirmed_in_another_browser()
    {
        var (television, phone) = (Site.Browser(), Site.Browser("127.0.0.2"));
        var waiting = await BeginAsync(television, ana, "/sign-out?next=/x");
        Assert.Contains(ana, waiting.Text, StringComparison.Ordinal);
        var early = await television.PressAsync(waiting, "I have confirmed, go on");
        Assert.Contains("not confirmed yet", early.Text, StringComparison.Ordinal);

        var confirmed = await phone.PressAsync(await phone.GetAsync(await LinkAsync(ana)), "Yes, it is mine", ("password", Words.Password));
        Assert.Equal("Your mail address is confirmed", confirmed.Heading);
        Assert.Contains("go back", confirmed.Text, StringComparison.Ordinal);
        Assert.Contains("/sign-in?next=%2Fsign-out%3Fnext%3D%2Fx", confirmed.Html, StringComparison.Ordinal);
        Assert.False(await phone.IsSignedInAsync());

        var page = await television.PressAsync(early, "I have confirmed, go on");
        Assert.Equal("/sign-out?next=/x", page.Path);
        Assert.True(await television.IsSignedInAsync());
    }

    [Fact]
    public async Task Is_finished_once_and_not_by_a_copied_cookie()
    {
        var (first, thief) = (Site.Browser(), Site.Browser());
        await BeginAsync(first, ana);
        thief.Cookies.Add(first.Cookies.GetAllCookies());
        var stolen = await thief.GetAsync("/sign-up/check-mail");
        await first.PressAsync(await first.GetAsync(await LinkAsync(ana)), "Yes, it is mine");

        var page = await thief.PressAsync(stolen, "I have confirmed, go on");
        Assert.StartsWith("/sign-in", page.Path, StringComparison.Ordinal);
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task Is_not_finished_any_more_once_the_account_was_signed_out_everywhere()
    {
        var (begun, phone) = (Site.Browser(), Site.Browser());
        var waiting = await BeginAsync(begun, ana);
        await phone.PressAsync(await phone.GetAsync(await LinkAsync(ana)), "Yes, it is mine", ("password", Words.Password));
        Assert.True(await Site.InScopeAsync<LinkCode.Server.Accounts.SignOutEverywhere, bool>(everywhere => everywhere.RunAsync(ana, CancellationToken.None)));
        Assert.StartsWith("/sign-in", (await begun.PressAsync(waiting, "I have confirmed, go on")).Path, StringComparison.Ordinal);
        Assert.False(await begun.IsSignedInAsync());
    }

    [Fact]
    public async Task Is_not_confirmed_by_a_scanner_that_opens_the_link()
    {
        var (browser, scanner) = (Site.Browser(), Site.Browser("127.0.0.9"));
        var waiting = await BeginAsync(browser, ana);
        var link = await LinkAsync(ana);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("Is this your mail address?", (await scanner.GetAsync(link)).Heading);
        }

        Assert.Contains("not confirmed yet", (await browser.PressAsync(waiting, "I have confirmed, go on")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_each_link_once_and_for_a_day()
    {
        var browser = Site.Browser();
        await BeginAsync(browser, ana);
        var link = await LinkAsync(ana);
        var form = await browser.GetAsync(link);
        await browser.PressAsync(form, "Yes, it is mine");
        var again = await Site.Browser().GetAsync(link);
        Assert.Equal((HttpStatusCode.Gone, "This link is used up"), (again.Status, again.Heading));

        await BeginAsync(Site.Browser(), bo);
        var late = await LinkAsync(bo);
        Site.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        Assert.Equal("This link is used up", (await Site.Browser().GetAsync(late)).Heading);
    }

    [Fact]
    public async Task Answers_a_known_address_with_the_same_page_and_tells_its_owner_by_mail()
    {
        await Site.AccountAsync(ana);
        var (known, unknown) = (Site.Browser(), Site.Browser());
        var pageOfKnown = await BeginAsync(known, ana);
        var pageOfUnknown = await BeginAsync(unknown, bo);

        Assert.Equal(pageOfUnknown.Shape.Replace(bo, ana, StringComparison.Ordinal), pageOfKnown.Shape);
        Assert.Equal(Names(unknown), Names(known));
        Assert.Equal("You have an account already", (await Site.LetterAsync(ana)).Subject);
        var later = await known.PressAsync(pageOfKnown, "I have confirmed, go on");
        Assert.Equal((await unknown.PressAsync(pageOfUnknown, "I have confirmed, go on")).Shape.Replace(bo, ana, StringComparison.Ordinal), later.Shape);
    }

    [Fact]
    public async Task Gives_the_account_to_whoever_answers_the_mail_not_to_whoever_came_first()
    {
        // The attacker signs up first with the victim's address and waits; the victim signs up later and answers both mails' newest.
        var (attacker, victim) = (Site.Browser("127.0.0.6"), Site.Browser());
        var trap = await BeginAsync(attacker, ana, password: "the attacker's password");
        await Site.LetterAsync(ana);
        await BeginAsync(victim, ana);
        var newest = (await Site.LetterAsync(ana, 2)).Button!.Url;
        await victim.PressAsync(await victim.GetAsync(newest), "Yes, it is mine");

        Assert.True(await victim.IsSignedInAsync());
        await attacker.PressAsync(trap, "I have confirmed, go on");
        Assert.False(await attacker.IsSignedInAsync());
        Assert.Contains("did not fit", (await attacker.SignInAsync(ana, "the attacker's password")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_no_account_of_a_sign_up_whose_password_the_person_at_the_mail_does_not_know()
    {
        // The attacker signs up with the victim's address; the victim, who has begun nothing, says yes to the mail all the same.
        var (attacker, victim) = (Site.Browser("127.0.0.6"), Site.Browser());
        var trap = await BeginAsync(attacker, ana, password: "the attacker's password");
        var page = await victim.GetAsync(await LinkAsync(ana));
        Assert.Contains("The password you chose", page.Text, StringComparison.Ordinal);
        foreach (var guess in new[] { "", Words.Password })
        {
            page = await victim.PressAsync(page, "Yes, it is mine", ("password", guess));
            Assert.Contains("That is not the password you chose", page.Text, StringComparison.Ordinal);
        }

        var waiting = await attacker.PressAsync(trap, "I have confirmed, go on");
        Assert.Contains("not confirmed yet", waiting.Text, StringComparison.Ordinal);
        Assert.False(await attacker.IsSignedInAsync());
        Assert.Contains("did not fit", (await attacker.SignInAsync(ana, "the attacker's password")).Text, StringComparison.Ordinal);

        // Who did choose it has lost nothing by a slip.
        Assert.Equal("Your mail address is confirmed", (await victim.PressAsync(page, "Yes, it is mine", ("password", "the attacker's password"))).Heading);
    }

    [Fact]
    public async Task Asks_the_browser_that_began_for_no_password()
    {
        var browser = Site.Browser();
        await BeginAsync(browser, ana);
        Assert.Null((await browser.GetAsync(await LinkAsync(ana))).Document.QuerySelector("main input[type=password]"));
    }

    [Fact]
    public async Task Sends_the_mail_again_with_a_link_that_replaces_the_first()
    {
        var browser = Site.Browser();
        var waiting = await BeginAsync(browser, ana);
        var first = await LinkAsync(ana);
        Assert.Contains("sent the mail again", (await browser.PressAsync(waiting, "Send the mail again")).Text, StringComparison.Ordinal);
        var second = (await Site.LetterAsync(ana, 2)).Button!.Url;

        Assert.Equal("This link is used up", (await browser.GetAsync(first)).Heading);
        Assert.Equal("Is this your mail address?", (await browser.GetAsync(second)).Heading);

        // Once no more mail may go to the address, the last link stays good.
        for (var i = 0; i < 8; i++)
        {
            await browser.PressAsync(waiting, "Send the mail again");
        }

        var last = (await Site.LetterAsync(ana, 5)).Button!.Url;
        Assert.Equal("Is this your mail address?", (await browser.GetAsync(last)).Heading);
    }

    [Fact]
    public async Task Writes_to_one_address_only_so_often()
    {
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal("Check your mail", (await BeginAsync(Site.Browser($"127.0.1.{i + 1}"), ana)).Heading);
        }

        await Site.LetterAsync(ana, 5);
        await BeginAsync(Site.Browser(), bo);
        await Site.LetterAsync(bo);
        Assert.Equal(5, Site.Services.GetRequiredService<KeptMail>().All.Count(letter => letter.To == ana));
    }

    [Fact]
    public async Task Says_what_to_put_right_and_keeps_what_was_typed()
    {
        var browser = Site.Browser();
        var page = await browser.PressAsync(await browser.GetAsync("/sign-up"), "Make the account", ("name", "Ana"), ("mail", "ana@"), ("new-password", "short"));

        Assert.Contains("2 things to put right", page.Text, StringComparison.Ordinal);
        Assert.Equal("Ana", page.Document.QuerySelector("#name")!.GetAttribute("value"));
        Assert.Equal("ana@", page.Document.QuerySelector("#mail")!.GetAttribute("value"));
        Assert.Equal("true", page.Document.QuerySelector("#mail")!.GetAttribute("aria-invalid"));
        Assert.Null(page.Document.QuerySelector("#new-password")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Leaves_no_secret_in_the_log_or_readable_in_the_database()
    {
        var browser = Site.Browser();
        await BeginAsync(browser, ana);
        var link = await LinkAsync(ana);
        await browser.PressAsync(await browser.GetAsync(link), "Yes, it is mine");

        var key = link[(link.IndexOf("key=", StringComparison.Ordinal) + 4)..];
        Assert.DoesNotContain(key, Site.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(Words.Password, Site.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(ana, Site.Log.All, StringComparison.OrdinalIgnoreCase);
        var stored = await Site.InScopeAsync<LinkCodeDb, PendingSignUp>(db => db.Set<PendingSignUp>().SingleAsync(row => row.Address == ana));
        Assert.Equal(OneTimeKey.Read(key)!.Value.Hash, stored.KeyHash);
        Assert.DoesNotContain(Words.Password, stored.PasswordHash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_from_the_waiting_tab_when_another_tab_of_the_browser_was_signed_in()
    {
        var browser = Site.Browser();
        var waiting = await BeginAsync(browser, ana, "/sign-out?next=/x");
        await browser.PressAsync(await browser.GetAsync(await LinkAsync(ana)), "Yes, it is mine");

        // The waiting tab's form was made for a stranger; a browser says that the post comes from our own page.
        var fields = waiting.Document.Forms[0].QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
        using var post = new HttpRequestMessage(HttpMethod.Post, "/sign-up/check-mail") { Content = new FormUrlEncodedContent(fields), Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        Assert.Equal("/sign-out?next=/x", (await browser.SendAsync(post)).Path);
    }

    private static async Task<Page> BeginAsync(Browser browser, string address, string next = "", string password = Words.Password)
    {
        var page = await browser.GetAsync("/sign-up" + (next.Length == 0 ? "" : "?next=" + Uri.EscapeDataString(next)));
        return await browser.PressAsync(page, "Make the account", ("name", "Ana Lima"), ("mail", address), ("new-password", password));
    }

    private async Task<string> LinkAsync(string address) => (await Site.LetterAsync(address)).Button!.Url;

    private static IEnumerable<string> Names(Browser browser) => browser.Cookies.GetAllCookies().Select(cookie => $"{cookie.Name} {cookie.Value.Length / 8}").Order();
}
