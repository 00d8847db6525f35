using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Tests.Accounts.Passkeys;

/// <summary>The first operator and invited people need no password either.</summary>
public sealed class AcceptingWithAPasskey : IAsyncLifetime
{
    private Site site = null!;

    public async ValueTask InitializeAsync() => site = await Site.ProductionAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Makes_the_first_operator_once()
    {
        var address = new Uri((await Site.SetupAddressAsync(site.Folder))!).PathAndQuery;
        var (olga, late) = (new Holder(site, site.Browser()), new Holder(site, site.Browser()));
        var (page, answer) = await MakeAsync(late, address, "/passkeys/for-setup", "Eve", "eve@example.org");
        Assert.Equal("/", (await AcceptAsync(olga, address, "/passkeys/for-setup", "/setup", "Olga", "olga@example.org")).Path);
        Assert.True(await olga.Browser.IsSignedInAsync());
        var account = await site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.SingleAsync());
        Assert.Equal(("olga@example.org", true, null), (account.Email, account.IsOperator, account.PasswordHash));
        Assert.Null(await Site.SetupAddressAsync(site.Folder));
        Assert.Equal(HttpStatusCode.Gone, (await PostAsync(late, page, "/setup", answer, "Eve", "eve@example.org")).Status);
        await olga.SignOutAsync();
        await olga.SignInAsync();
        Assert.True(await olga.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Lets_an_invited_person_in_with_the_invited_address_and_nobody_else()
    {
        var link = Assert.IsType<InviteAnswer.Invited>(await site.InScopeAsync<Invite, InviteAnswer>(invite => invite.RunAsync("gus@example.org", default))).Path;
        var (gus, eve) = (new Holder(site, site.Browser()), new Holder(site, site.Browser()));

        // A key that is no good gets no question, and a passkey that was made for another address no account.
        var stranger = await eve.Browser.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.Forbidden, (await eve.AskAsync(stranger, "/passkeys/for-invitation", "Eve", "eve@example.org", key: "x")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await eve.AskAsync(stranger, "/passkeys/for-setup", "Eve", "eve@example.org", key: Key(link))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await eve.AskAsync(stranger, "/passkeys/for-sign-up", "Eve", "eve@example.org")).Status);
        var page = await eve.Browser.GetAsync(link);
        Assert.Contains("The passkey was not made", (await PostAsync(eve, page, "/invitation", "{}", "Eve", "")).Text, StringComparison.Ordinal);

        Assert.Equal("/", (await AcceptAsync(gus, link, "/passkeys/for-invitation", "/invitation", "Gus", "other@example.org")).Path);
        Assert.True(await gus.Browser.IsSignedInAsync());
        var account = await site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.SingleAsync());
        Assert.Equal(("gus@example.org", false, null), (account.Email, account.IsOperator, account.PasswordHash));
        Assert.Equal(HttpStatusCode.Gone, (await eve.Browser.GetAsync(link)).Status);
        await gus.SignOutAsync();
        await gus.SignInAsync();
        Assert.True(await gus.Browser.IsSignedInAsync());
    }

    private async Task<Page> AcceptAsync(Holder holder, string link, string ask, string path, string name, string mail)
    {
        var (page, answer) = await MakeAsync(holder, link, ask, name, mail);
        return await PostAsync(holder, page, path, answer, name, mail);
    }

    private async Task<(Page Page, string Answer)> MakeAsync(Holder holder, string link, string ask, string name, string mail)
    {
        var page = await holder.Browser.GetAsync(link);
        var question = await holder.AskAsync(page, ask, name, mail, key: Key(link));
        Assert.Equal(HttpStatusCode.OK, question.Status);
        return (page, holder.Key.Make(question.Html, site.Address));
    }

    private static Task<Page> PostAsync(Holder holder, Page page, string path, string answer, string name, string mail) => holder.Browser.PostAsync(
        path, [new("check", Holder.Check(page)), new("key", page.Document.QuerySelector("input[name=key]")!.GetAttribute("value")!), new("name", name), new("mail", mail), new("new-password", ""), new("passkey", answer)]);

    private static string Key(string link) => link[(link.IndexOf("key=", StringComparison.Ordinal) + 4)..];
}
