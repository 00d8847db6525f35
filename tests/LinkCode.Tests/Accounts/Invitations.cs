using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace LinkCode.Tests.Accounts;

public sealed class Invitations
{
    [Fact]
    public async Task Let_one_person_in_once()
    {
        await using var site = await Site.ProductionAsync();
        var closed = await site.Browser().GetAsync("/sign-up");
        Assert.Equal("Accounts here are by invitation", closed.Heading);
        Assert.Empty(closed.Document.Forms);

        var (output, link) = await InviteAsync(site, "guest@example.org");
        Assert.Equal(0, output);
        var (browser, late) = (site.Browser(), site.Browser());
        var form = await late.GetAsync(link);
        Assert.Equal("guest@example.org", form.Document.QuerySelector("#mail")!.GetAttribute("value"));

        // The address is the invited one, whatever the form says.
        await browser.PressAsync(await browser.GetAsync(link), "Make the account", ("name", "Gus"), ("mail", "other@example.org"), ("new-password", Words.Password));
        Assert.True(await browser.IsSignedInAsync());
        var account = await site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.SingleAsync());
        Assert.Equal(("guest@example.org", false), (account.Email, account.IsOperator));

        var again = await late.PressAsync(form, "Make the account", ("name", "Eve"), ("new-password", Words.Password));
        Assert.Equal((HttpStatusCode.Gone, "This link is used up"), (again.Status, again.Heading));
    }

    [Fact]
    public async Task Remember_the_language_in_which_they_were_accepted()
    {
        await using var site = await Site.ProductionAsync();
        var (_, link) = await InviteAsync(site, "guest@example.org");
        var browser = site.Browser();
        await browser.PressAsync(await browser.GetAsync("/language"), "Save", ("language", "ar"));
        await browser.PressAsync(await browser.GetAsync(link), "إنشاء الحساب", ("name", "Gus"), ("new-password", Words.Password));
        Assert.Equal("ar", (await site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.SingleAsync())).Language);
    }

    [Fact]
    public async Task Arrive_by_mail_in_the_folder()
    {
        await using var site = await Site.ProductionAsync();
        var (_, link) = await InviteAsync(site, "guest@example.org");
        var folder = Path.Combine(site.Folder, "mail");
        await Site.UntilAsync(() => Directory.GetFiles(folder, "*.eml").Length > 0, "a mail in the folder");
        var mail = await ReadAsync(Assert.Single(Directory.GetFiles(folder, "*.eml")));
        Assert.Equal("You are invited to LinkCode", mail.Subject);
        Assert.Contains(site.Address + link, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(site.Address + link, mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("guest@example.org", mail.To.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task End_after_seven_days()
    {
        await using var site = await Site.ProductionAsync();
        var (_, link) = await InviteAsync(site, "guest@example.org");
        site.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Gone, (await site.Browser().GetAsync(link)).Status);
    }

    [Fact]
    public async Task Do_not_make_operators_and_setup_keys_do_not_make_guests()
    {
        await using var site = await Site.ProductionAsync();
        var (_, link) = await InviteAsync(site, "guest@example.org");
        Assert.Equal(HttpStatusCode.Gone, (await site.Browser().GetAsync(link.Replace("/invitation", "/setup", StringComparison.Ordinal))).Status);
        var setup = new Uri((await Site.SetupAddressAsync(site.Folder))!).PathAndQuery;
        Assert.Equal(HttpStatusCode.Gone, (await site.Browser().GetAsync(setup.Replace("/setup", "/invitation", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Are_refused_while_sign_up_is_closed()
    {
        await using var site = await Site.ProductionAsync(null, ("LinkCode:Accounts:SignUp", "Closed"));
        Assert.Equal("No new accounts here", (await site.Browser().GetAsync("/sign-up")).Heading);
        Assert.Equal((1, ""), await InviteAsync(site, "guest@example.org"));
    }

    [Fact]
    public async Task Are_not_made_for_somebody_who_is_here()
    {
        await using var site = await Site.ProductionAsync();
        await site.AccountAsync("ana@example.org");
        Assert.Equal((1, ""), await InviteAsync(site, "ana@example.org"));
        Assert.Equal((1, ""), await InviteAsync(site, "not an address"));
    }

    [Fact]
    public async Task Posting_the_sign_up_form_without_one_is_refused()
    {
        await using var site = await Site.ProductionAsync();
        var browser = site.Browser();
        var check = (await browser.GetAsync("/sign-in")).Document.QuerySelector("input[name=check]")!.GetAttribute("value")!;
        var page = await browser.PostAsync("/sign-up", [new("check", check), new("name", "Eve"), new("mail", "eve@example.org"), new("new-password", Words.Password)]);
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Equal(0, await site.InScopeAsync<LinkCodeDb, int>(db => db.Set<PendingSignUp>().CountAsync()));
    }

    private static Task<MimeMessage> ReadAsync(string file) => MimeMessage.LoadAsync(file);

    private static async Task<(int Result, string Link)> InviteAsync(Site site, string address)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var result = await InviteCommand.Create(() => site.Services).Parse([address]).InvokeAsync(new() { Output = output, Error = error });
        var start = output.ToString().IndexOf("/invitation", StringComparison.Ordinal);
        return (result, start < 0 ? "" : output.ToString()[start..].Trim());
    }
}
