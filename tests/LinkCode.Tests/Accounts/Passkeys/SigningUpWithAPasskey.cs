using System.Net;
using System.Text;
using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts.Passkeys;

public sealed class SigningUpWithAPasskey(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    private const string GoOn = "I have confirmed, go on";
    private readonly string ana = Site.NewAddress();

    private Site Site => fixture.Site;

    private Holder New() => new(Site, Site.Browser());

    [Fact]
    public async Task Needs_no_password_ever_and_the_code_is_typed_where_it_began()
    {
        var holder = New();
        var waiting = await holder.SignUpAsync(ana, "/sign-out?next=/x");
        Assert.Equal("Check your mail", waiting.Heading);
        var arrived = await holder.Browser.PressAsync(waiting, GoOn, ("code", $" {(await CodeAsync())[..3]} {(await CodeAsync())[3..]} "));

        Assert.Equal("/sign-out?next=/x", arrived.Path);
        Assert.True(await holder.Browser.IsSignedInAsync());
        var account = await StoredAsync();
        Assert.Null(account.PasswordHash);
        Assert.Equal(account.Id.ToString(), Encoding.ASCII.GetString(Convert.FromBase64String(holder.Key.UserHandle)));
        await holder.SignOutAsync();
        await holder.SignInAsync();
        Assert.True(await holder.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Goes_on_by_the_link_in_the_browser_that_began()
    {
        var holder = New();
        await holder.SignUpAsync(ana);
        await holder.Browser.PressAsync(await holder.Browser.GetAsync(await LinkAsync()), "Yes, it is mine");
        Assert.True(await holder.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Is_not_confirmed_by_the_link_in_another_browser_which_says_to_type_the_code()
    {
        // The attacker begins with the victim's address; whatever the victim does with the link, the attacker gains nothing.
        var (attacker, victim) = (New(), Site.Browser("127.0.0.3"));
        var trap = await attacker.SignUpAsync(ana);
        var link = await LinkAsync();
        var page = await victim.GetAsync(link);
        Assert.Equal("Type the code where you began", page.Heading);
        Assert.Empty(page.Document.QuerySelectorAll("main form"));
        var check = Holder.Check(await victim.GetAsync("/sign-in"));
        var posted = await victim.PostAsync("/confirm-address", [new("check", check), new("key", link[(link.IndexOf("key=", StringComparison.Ordinal) + 4)..]), new("password", Words.Password)]);
        Assert.Equal("Type the code where you began", posted.Heading);

        Assert.Contains("not confirmed yet", (await attacker.Browser.PressAsync(trap, GoOn)).Text, StringComparison.Ordinal);
        Assert.False(await attacker.Browser.IsSignedInAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await attacker.SignInAsync()).Status);

        // The victim signs up in peace.
        var own = new Holder(Site, victim);
        var waiting = await own.SignUpAsync(ana);
        await Site.LetterAsync(ana, 2);
        await victim.PressAsync(waiting, GoOn, ("code", await CodeAsync()));
        Assert.True(await victim.IsSignedInAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await attacker.SignInAsync()).Status);
    }

    [Fact]
    public async Task Takes_five_codes_and_then_only_the_link()
    {
        var holder = New();
        var page = await holder.SignUpAsync(ana);
        var code = await CodeAsync();
        var wrong = code == "000000" ? "000001" : "000000";
        Assert.Contains("has 6 digits", (await holder.Browser.PressAsync(page, GoOn, ("code", "123"))).Text, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            page = await holder.Browser.PressAsync(page, GoOn, ("code", wrong));
            Assert.Contains("not the code in the mail", page.Text, StringComparison.Ordinal);
        }

        page = await holder.Browser.PressAsync(page, GoOn, ("code", code));
        Assert.Contains("typed too often", page.Text, StringComparison.Ordinal);
        Assert.False(await holder.Browser.IsSignedInAsync());

        // A new mail brings a new code and no new tries.
        page = await holder.Browser.PressAsync(page, "Send the mail again");
        await Site.LetterAsync(ana, 2);
        Assert.Contains("typed too often", (await holder.Browser.PressAsync(page, GoOn, ("code", await CodeAsync()))).Text, StringComparison.Ordinal);
        await holder.Browser.PressAsync(await holder.Browser.GetAsync(await LinkAsync()), "Yes, it is mine");
        Assert.True(await holder.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Takes_a_code_for_ten_minutes_and_the_link_for_longer()
    {
        var holder = New();
        var page = await holder.SignUpAsync(ana);
        Site.Clock.Advance(TimeSpan.FromMinutes(10.1));
        page = await holder.Browser.PressAsync(page, GoOn, ("code", await CodeAsync()));
        Assert.Contains("The code has run out", page.Text, StringComparison.Ordinal);
        page = await holder.Browser.PressAsync(page, "Send the mail again");
        await Site.LetterAsync(ana, 2);
        Site.Clock.Advance(TimeSpan.FromMinutes(9.5));
        await holder.Browser.PressAsync(page, GoOn, ("code", await CodeAsync()));
        Assert.True(await holder.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Of_fifty_guesses_at_once_five_are_looked_at()
    {
        var holder = New();
        var page = await holder.SignUpAsync(ana);
        await CodeAsync();
        var fields = page.Document.Forms.First(form => form.QuerySelector("[name=code]") is not null).QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(async () =>
        {
            var guess = new Dictionary<string, string>(fields) { ["code"] = $"{number:000000}" };
            return await holder.Browser.PostAsync("/sign-up/check-mail", guess);
        })));
        Assert.Equal(5, (await PendingAsync()).CodeTries);
    }

    [Fact]
    public async Task Has_a_code_only_as_often_as_a_mail_may_leave()
    {
        // Whoever begins a thousand sign-ups with one address gets no thousand times five guesses.
        for (var i = 0; i < 8; i++)
        {
            await New().SignUpAsync(ana);
        }

        var rows = await Site.InScopeAsync<LinkCodeDb, List<PendingSignUp>>(db => db.Set<PendingSignUp>().AsNoTracking().Where(row => row.Address == ana).ToListAsync());
        Assert.Equal((8, 5), (rows.Count, rows.Count(row => row.Code is not null)));
    }

    [Fact]
    public async Task With_a_password_takes_the_code_as_well()
    {
        var browser = Site.Browser();
        var waiting = await browser.PressAsync(await browser.GetAsync("/sign-up"), "Make the account", ("name", "Ana Lima"), ("mail", ana), ("new-password", Words.Password));
        await browser.PressAsync(waiting, GoOn, ("code", await CodeAsync()));
        Assert.True(await browser.IsSignedInAsync());
        Assert.NotNull((await StoredAsync()).PasswordHash);
    }

    [Fact]
    public async Task Answers_a_known_address_with_the_same_page()
    {
        var bo = Site.NewAddress();
        await Site.AccountAsync(ana);
        var (known, unknown) = (await New().SignUpAsync(ana), await New().SignUpAsync(bo));
        Assert.Equal(unknown.Shape.Replace(bo, ana, StringComparison.Ordinal), known.Shape);
        Assert.Equal("You have an account already", (await Site.LetterAsync(ana)).Subject);
        Assert.DoesNotContain((await Site.LetterAsync(ana)).Facts, fact => fact.Value.Length == 6);
    }

    [Fact]
    public async Task Keeps_to_the_address_the_passkey_was_made_for()
    {
        var page = await New().SignUpAsync(ana, asked: Site.NewAddress());
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("The passkey was not made", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_put_right_before_a_passkey_is_made()
    {
        var holder = New();
        var page = await holder.Browser.GetAsync("/sign-up");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await holder.AskAsync(page, "/passkeys/for-sign-up", "Ana", "ana@")).Status);
        var told = await holder.Browser.PostAsync("/sign-up", [new("check", Holder.Check(page)), new("name", "Ana"), new("mail", "ana@"), new("passkey", "{}")]);
        Assert.Contains("not complete", told.Text, StringComparison.Ordinal);
        Assert.Equal("Ana", told.Document.QuerySelector("#name")!.GetAttribute("value"));
        Assert.DoesNotContain("password yet", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_no_account_with_a_passkey_that_somebody_has_already()
    {
        var first = New();
        await first.Browser.PressAsync(await first.SignUpAsync(ana), GoOn, ("code", await CodeAsync()));
        var bo = Site.NewAddress();
        var copy = new Holder(Site, Site.Browser()) { Key = first.Key };
        Assert.Equal(HttpStatusCode.BadRequest, (await copy.SignUpAsync(bo)).Status);
    }

    [Fact]
    public async Task Of_two_with_one_passkey_the_first_to_confirm_has_it()
    {
        var bo = Site.NewAddress();
        var first = New();
        var second = new Holder(Site, Site.Browser()) { Key = first.Key };
        var (waiting, other) = (await first.SignUpAsync(ana), await second.SignUpAsync(bo));
        await first.Browser.PressAsync(waiting, GoOn, ("code", await CodeAsync()));
        var late = await second.Browser.PressAsync(other, GoOn, ("code", (await Site.LetterAsync(bo)).Facts[0].Value));
        Assert.Equal("/sign-in", late.Path);
        Assert.True(await first.Browser.IsSignedInAsync());
        Assert.False(await second.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Leaves_an_account_that_no_password_opens_until_one_is_made()
    {
        var holder = New();
        await holder.Browser.PressAsync(await holder.SignUpAsync(ana), GoOn, ("code", await CodeAsync()));
        await holder.SignOutAsync();
        var (known, unknown) = (await Site.Browser().SignInAsync(ana, ""), await Site.Browser().SignInAsync(Site.NewAddress(), ""));
        Assert.Equal(unknown.Html.Length, known.Html.Length);
        Assert.Contains("did not fit together", (await Site.Browser().SignInAsync(ana, Words.Password)).Text, StringComparison.Ordinal);

        var browser = Site.Browser();
        await browser.PressAsync(await browser.GetAsync("/forgot-password"), "Send the link", ("mail", ana));
        await browser.PressAsync(await browser.GetAsync((await Site.LetterAsync(ana, 2)).Button!.Url), "Save the new password", ("new-password", Words.Password));
        await browser.SignInAsync(ana);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Leaves_no_code_in_the_log_or_readable_in_the_database()
    {
        var holder = New();
        var waiting = await holder.SignUpAsync(ana);
        var code = await CodeAsync();
        var stored = await PendingAsync();
        Assert.DoesNotContain(code, Encoding.Latin1.GetString(stored.Code!), StringComparison.Ordinal);
        Assert.DoesNotContain(Encoding.Latin1.GetString(holder.Key.Id), Encoding.Latin1.GetString(stored.Passkey!), StringComparison.Ordinal);
        await holder.Browser.PressAsync(waiting, GoOn, ("code", code));
        Assert.DoesNotContain(code, Site.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("482913", $"{MailedCode.Read("482913")}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("482913", "482913")]
    [InlineData(" 482 913 ", "482913")]
    [InlineData("482-913", "482913")]
    [InlineData("٤٨٢٩١٣", "482913")]
    [InlineData("４８２９１３", "482913")]
    public void And_codes_are_read_in_the_digits_of_every_script(string typed, string read) => Assert.Equal(read, MailedCode.Read(typed)!.Value.InMail);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("48291")]
    [InlineData("4829131")]
    [InlineData("abcdef")]
    public void And_nothing_else_is_a_code(string? typed) => Assert.Null(MailedCode.Read(typed));

    private async Task<string> CodeAsync() => (await Site.LetterAsync(ana)).Facts[0].Value;

    private async Task<string> LinkAsync() => (await Site.LetterAsync(ana)).Button!.Url;

    private Task<Account> StoredAsync() => Site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.AsNoTracking().SingleAsync(account => account.Email == ana));

    private Task<PendingSignUp> PendingAsync() => Site.InScopeAsync<LinkCodeDb, PendingSignUp>(db => db.Set<PendingSignUp>().AsNoTracking().SingleAsync(row => row.Address == ana));
}
