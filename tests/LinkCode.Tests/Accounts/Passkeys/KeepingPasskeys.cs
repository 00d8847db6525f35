using System.Net;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Tests.Accounts.Passkeys;

/// <summary>The page of a person's passkeys.</summary>
public sealed class KeepingPasskeys(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>, IAsyncLifetime
{
    private readonly string ana = Site.NewAddress();
    private Holder holder = null!;

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync() => holder = await Holder.WithPasswordAsync(Site, ana);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Lists_them_with_what_is_known_of_each()
    {
        var (first, second) = (new SoftKey(), new SoftKey { IsSynced = true });
        Assert.Contains("You have no passkey yet", (await holder.Browser.GetAsync("/security/passkeys")).Text, StringComparison.Ordinal);
        await holder.MakeAsync(first);
        await holder.SignInAsync(first);
        var page = await holder.MakeAsync(second);
        var lines = page.Document.QuerySelectorAll("main li").Select(line => line.TextContent).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains("Passkey, made ", lines[0], StringComparison.Ordinal);
        Assert.Contains("last used just now", lines[0], StringComparison.Ordinal);
        Assert.Contains("only on its device", lines[0], StringComparison.Ordinal);
        Assert.Contains("not used yet", lines[1], StringComparison.Ordinal);
        Assert.Contains("also on your other devices", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_the_owner_by_mail_of_one_that_came_and_one_that_went()
    {
        await holder.MakeAsync();
        Assert.Equal("A passkey was added to your account", (await Site.LetterAsync(ana)).Subject);
        await RemoveAsync(holder.Key);
        var letter = await Site.LetterAsync(ana, 2);
        Assert.Equal("A passkey was removed from your account", letter.Subject);
        Assert.EndsWith("/security/passkeys", letter.Button!.Url, StringComparison.Ordinal);
        var trail = await Site.InScopeAsync<LinkCodeDb, List<string>>(db => db.Set<AuditEvent>().Where(one => db.Users.Any(account => account.Email == ana && account.Id == one.AccountId)).OrderBy(one => one.Id).Select(one => one.What).ToListAsync());
        Assert.Equal(["account.passkey-added", "account.passkey-removed"], trail[^2..]);
        await holder.SignOutAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await holder.SignInAsync()).Status);
    }

    [Fact]
    public async Task Gives_one_the_name_its_owner_chooses()
    {
        await holder.MakeAsync();
        var page = await holder.Browser.GetAsync(Address(holder.Key));
        var wrong = await holder.Browser.PostAsync(page.Path, [new("check", Holder.Check(page)), new("do", "rename"), new("name", "  ")]);
        Assert.Contains("Type what you call this passkey", wrong.Text, StringComparison.Ordinal);
        var renamed = await holder.Browser.PostAsync(page.Path, [new("check", Holder.Check(page)), new("do", "rename"), new("name", "Ana's <b>phone</b>")]);
        Assert.Contains("Ana's <b>phone</b>", renamed.Text, StringComparison.Ordinal);
        await holder.SignInAsync();
        Assert.Contains("Ana's <b>phone</b>", (await holder.Browser.GetAsync("/security/passkeys")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_takes_the_last_way_to_sign_in_away()
    {
        var (address, other) = (Site.NewAddress(), new SoftKey());
        var passwordless = new Holder(Site, Site.Browser());
        await passwordless.Browser.PressAsync(await passwordless.SignUpAsync(address), "I have confirmed, go on", ("code", (await Site.LetterAsync(address)).Facts[0].Value));
        var refused = await RemoveAsync(passwordless.Key, passwordless);
        Assert.Contains("your only way to sign in", refused.Text, StringComparison.Ordinal);

        await passwordless.MakeAsync(other);
        Assert.Contains("is removed here", (await RemoveAsync(passwordless.Key, passwordless)).Text, StringComparison.Ordinal);
        Assert.Contains("your only way to sign in", (await RemoveAsync(other, passwordless)).Text, StringComparison.Ordinal);
        await passwordless.SignInAsync(other);
        Assert.True(await passwordless.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Leaves_one_when_two_are_removed_at_the_same_moment()
    {
        for (var round = 0; round < 5; round++)
        {
            var (address, other) = (Site.NewAddress(), new SoftKey());
            var passwordless = new Holder(Site, Site.Browser());
            await passwordless.Browser.PressAsync(await passwordless.SignUpAsync(address), "I have confirmed, go on", ("code", (await Site.LetterAsync(address)).Facts[0].Value));
            await passwordless.MakeAsync(other);
            await Task.WhenAll(RemoveAsync(passwordless.Key, passwordless), RemoveAsync(other, passwordless));
            Assert.Equal(1, await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<Passkey>().CountAsync(passkey => db.Users.Any(account => account.Email == address && account.Id == passkey.UserId))));
        }
    }

    [Fact]
    public async Task Shows_and_changes_nobody_elses()
    {
        await holder.MakeAsync();
        var stranger = await Holder.WithPasswordAsync(Site, Site.NewAddress());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Browser.GetAsync(Address(holder.Key))).Status);
        var check = Holder.Check(await stranger.Browser.GetAsync("/security/passkeys"));
        foreach (var what in new[] { "rename", "remove" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Browser.PostAsync(Address(holder.Key), [new("check", check), new("do", what), new("name", "Mine")])).Status);
        }

        foreach (var nonsense in new[] { "x", "!!!!", new string('A', 1500) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Browser.GetAsync("/security/passkeys/" + Uri.EscapeDataString(nonsense))).Status);
        }

    }

    [Fact]
    public async Task Takes_no_passkey_that_was_made_for_another_account_or_without_its_owner()
    {
        var other = await Holder.WithPasswordAsync(Site, Site.NewAddress());
        var (page, question) = await AskedAsync(other);
        var answer = holder.Key.Make(question, Site.Address);
        Assert.Equal(HttpStatusCode.BadRequest, (await holder.PostAsync(await holder.Browser.GetAsync("/security/passkeys"), "/security/passkeys", answer)).Status);

        // The question was put to the other one's browser, which may answer it once.
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync(page, "/security/passkeys", answer)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await other.PostAsync(page, "/security/passkeys", answer)).Status);

        Assert.Equal(HttpStatusCode.BadRequest, (await holder.MakeAsync(new SoftKey { IsVerified = false })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await holder.MakeAsync(new SoftKey { Origin = "https://evil.example" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await holder.MakeAsync(new SoftKey { Id = holder.Key.Id })).Status);
    }

    [Fact]
    public async Task Is_offered_once_after_a_password_in_a_browser_that_can_make_one()
    {
        await holder.SignOutAsync();
        var form = await holder.Browser.GetAsync("/sign-in?next=/devices");
        var offer = await holder.Browser.PressAsync(form, "Sign in", ("mail", ana), ("password", Words.Password), ("passkeys", "yes"));
        Assert.Equal(("/security/passkeys/offer?next=%2Fdevices", "Next time without a password?"), (offer.Path, offer.Heading));
        Assert.Equal("/devices", (await holder.Browser.PressAsync(offer, "Not now")).Path);

        await holder.SignOutAsync();
        Assert.Equal("/devices", (await AgainAsync()).Path);
        await holder.SignOutAsync();
        Site.Clock.Advance(TimeSpan.FromDays(31));
        holder.Browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == "passkey-later").Expired = true;
        offer = await AgainAsync();
        Assert.StartsWith("/security/passkeys/offer", offer.Path, StringComparison.Ordinal);
        var question = await holder.AskAsync(offer, "/passkeys/for-account");
        Assert.Equal("/devices", (await holder.PostAsync(offer, offer.Path, holder.Key.Make(question.Html, Site.Address))).Path);

        await holder.SignOutAsync();
        Assert.Equal("/devices", (await AgainAsync()).Path);
    }

    [Fact]
    public async Task Says_where_to_sign_other_browsers_out_after_a_change()
    {
        Assert.NotNull((await holder.MakeAsync()).Document.QuerySelector("main a[href='/sessions']"));
        Assert.NotNull((await holder.MakeAsync(new SoftKey())).Document.QuerySelector("main a[href='/sessions']"));
        Assert.NotNull((await RemoveAsync(holder.Key)).Document.QuerySelector("main a[href='/sessions']"));
        foreach (var changed in new[] { "app-added", "codes" })
        {
            Assert.NotNull((await holder.Browser.GetAsync("/security?changed=" + changed)).Document.QuerySelector("main a[href='/sessions']"));
        }
    }

    [Fact]
    public async Task Takes_the_one_that_was_offered_only_while_the_sign_in_is_fresh()
    {
        // Else a copied session would make itself a way in for good, without ever knowing the password.
        await holder.SignOutAsync();
        var offer = await AgainAsync();
        var made = holder.Key.Make((await holder.AskAsync(offer, "/passkeys/for-account")).Html, Site.Address);
        Site.Clock.Advance(TimeSpan.FromMinutes(4.5));
        Assert.Equal("/devices", (await holder.PostAsync(offer, offer.Path, made)).Path);
        Site.Clock.Advance(TimeSpan.FromMinutes(1));
        made = new SoftKey().Make((await holder.AskAsync(offer, "/passkeys/for-account")).Html, Site.Address);
        Assert.Equal("/sign-in/again?next=" + Uri.EscapeDataString(offer.Path), (await holder.PostAsync(offer, offer.Path, made)).Path);
        Assert.Equal("/devices", (await holder.Browser.PressAsync(offer, "Not now")).Path);
        Assert.Equal(1, await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<Passkey>().CountAsync(passkey => db.Users.Any(account => account.Id == passkey.UserId && account.Email == ana))));
    }

    private async Task<Page> AgainAsync() =>
        await holder.Browser.PressAsync(await holder.Browser.GetAsync("/sign-in?next=/devices"), "Sign in", ("mail", ana), ("password", Words.Password), ("passkeys", "yes"));

    private async Task<Page> RemoveAsync(SoftKey key, Holder? whose = null)
    {
        var browser = (whose ?? holder).Browser;
        var page = await browser.GetAsync(Address(key));
        return await browser.PostAsync(Address(key), [new("check", Holder.Check(page.Document.QuerySelector("input[name=check]") is null ? await browser.GetAsync("/security/passkeys") : page)), new("do", "remove")]);
    }

    private static async Task<(Page Page, string Question)> AskedAsync(Holder holder)
    {
        var page = await holder.Browser.GetAsync("/security/passkeys");
        return (page, (await holder.AskAsync(page, "/passkeys/for-account")).Html);
    }

    private static string Address(SoftKey key) => "/security/passkeys/" + SoftKey.Write(key.Id);
}
