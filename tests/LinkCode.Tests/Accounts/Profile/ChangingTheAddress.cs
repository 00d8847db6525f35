using System.Net;
using LinkCode.Server.Accounts.Profile;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Codes.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts.Profile;

/// <summary>A mail address changes when both mailboxes have said yes, and the old one can take it back.</summary>
public sealed class ChangingTheAddress(LinkSite link) : IClassFixture<LinkSite>
{
    private const string ToOld = "Shall your mail address change?";
    private const string ToNew = "Shall your account use this address?";
    private const string Changed = "Your mail address was changed";
    private readonly string wanted = Site.NewAddress();

    private Site Site => link.Site;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_say_yes_in_either_order_and_from_other_browsers(bool oldFirst)
    {
        var (owner, old) = await link.AddressedPersonAsync();
        var (tablet, phone) = (Site.Browser(), Site.Browser("127.0.0.7"));
        await tablet.SignInAsync(old);
        await AskAsync(owner, wanted);
        Assert.Contains("until both mailboxes have said yes", (await owner.GetAsync("/profile")).Text, StringComparison.Ordinal);

        // The new mailbox says yes only where the account is, whatever a button there may send.
        var (byOld, byNew) = (await LinkAsync(old, ToOld), await LinkAsync(wanted, ToNew));
        var asked = await phone.GetAsync(byNew);
        Assert.Contains("Sign in to say yes", asked.Text, StringComparison.Ordinal);
        asked = await phone.PressAsync(asked, "This wasn’t me", ("answer", "yes"));
        Assert.Contains("Sign in to say yes", asked.Text, StringComparison.Ordinal);

        if (oldFirst)
        {
            Assert.Equal("Your yes is noted", (await YesAsync(phone, byOld)).Heading);
            Assert.Contains("did not fit together", (await Site.Browser().SignInAsync(wanted)).Text, StringComparison.Ordinal);
            Assert.Contains("The old mailbox has said yes", (await owner.GetAsync("/profile")).Text, StringComparison.Ordinal);
            Assert.Contains("Your yes is noted", (await phone.GetAsync(byOld)).Text, StringComparison.Ordinal);
            Assert.Equal("Your mail address is changed", (await YesAsync(owner, byNew)).Heading);
        }
        else
        {
            Assert.Equal("Your yes is noted", (await YesAsync(owner, byNew)).Heading);
            Assert.Contains("The new mailbox has said yes", (await owner.GetAsync("/profile")).Text, StringComparison.Ordinal);
            Assert.Contains("Sign in again", (await YesAsync(phone, byOld)).Text, StringComparison.Ordinal);
        }

        // The browser where the last yes was said stays, if it was signed in; every other one goes.
        Site.Clock.Advance(TimeSpan.FromMinutes(1.1));
        Assert.Equal((oldFirst, false), (await owner.IsSignedInAsync(), await tablet.IsSignedInAsync()));
        Assert.Contains("did not fit together", (await Site.Browser().SignInAsync(old)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("did not fit together", (await Site.Browser().SignInAsync(wanted)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await phone.GetAsync(byOld)).Status);
        Assert.Contains(wanted, Say(await Site.LetterAsync(old, 1, Changed)), StringComparison.Ordinal);
        await Site.LetterAsync(wanted, 1, "This is your new address at LinkCode");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_mailbox_stops_it(bool byOld)
    {
        var (owner, old) = await link.AddressedPersonAsync();
        await AskAsync(owner, wanted);
        var (oldLink, newLink) = (await LinkAsync(old, ToOld), await LinkAsync(wanted, ToNew));
        var stranger = Site.Browser();
        var stopped = await stranger.PressAsync(await stranger.GetAsync(byOld ? oldLink : newLink), "This wasn’t me", ("answer", "no"));
        Assert.Equal("Stopped: the address stays", stopped.Heading);
        Assert.Equal(byOld, stopped.Text.Contains("Make a new password", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Gone, (await owner.GetAsync(newLink)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await stranger.GetAsync(oldLink)).Status);
        Assert.DoesNotContain(wanted, (await owner.GetAsync("/profile")).Text, StringComparison.Ordinal);
        Assert.Contains("A new mail address was refused by mail", (await owner.GetAsync("/activity")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_owner_takes_it_back_a_newer_one_replaces_it_and_a_day_ends_it()
    {
        var (owner, old) = await link.AddressedPersonAsync();
        await AskAsync(owner, wanted);
        var first = await LinkAsync(old, ToOld);
        var taken = await owner.PressAsync(await owner.GetAsync("/profile"), "Take the change back", ("do", "take-back"));
        Assert.Contains("Your address stays as it is", taken.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await owner.GetAsync(first)).Status);

        await AskAsync(owner, Site.NewAddress());
        var second = await LinkAsync(old, ToOld, count: 2);
        await AskAsync(owner, wanted);
        var third = await LinkAsync(old, ToOld, count: 3);
        Assert.Equal(HttpStatusCode.Gone, (await owner.GetAsync(second)).Status);
        Assert.Equal("Your yes is noted", (await YesAsync(owner, third)).Heading);

        Site.Clock.Advance(TimeSpan.FromHours(24.1));
        Assert.Equal(HttpStatusCode.Gone, (await owner.GetAsync(third)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await owner.GetAsync(await LinkAsync(wanted, ToNew, count: 2))).Status);
        Assert.DoesNotContain(wanted, (await owner.GetAsync("/profile")).Text, StringComparison.Ordinal);
        Assert.Equal("Is it still you?", (await owner.GetAsync("/profile/address")).Heading);
    }

    [Fact]
    public async Task Of_an_address_that_somebody_has_nobody_learns_it_but_its_owner()
    {
        var (owner, old) = await link.AddressedPersonAsync();
        var taken = Site.NewAddress();
        await Site.AccountAsync(taken);
        var (free, same) = (await AskAsync(owner, wanted), await AskAsync(owner, taken));
        Assert.Equal(free.Shape.Replace(wanted, "", StringComparison.Ordinal), same.Shape.Replace(taken, "", StringComparison.Ordinal));
        var letter = await Site.LetterAsync(taken, 1, "This address has an account already");
        Assert.DoesNotContain(old, Say(letter), StringComparison.Ordinal);
        Assert.EndsWith("/sign-in", letter.Button!.Url, StringComparison.Ordinal);
        Assert.Equal("Your yes is noted", (await YesAsync(owner, await LinkAsync(old, ToOld, count: 2))).Heading);

        // Their own is the one thing they are told at once, and the fifth in a row has to wait.
        var own = await owner.PressAsync(await owner.GetAsync("/profile/address"), "Write to both addresses", ("mail", old.ToUpperInvariant()));
        Assert.Contains("This is your address already", own.Text, StringComparison.Ordinal);
        await AskAsync(owner, Site.NewAddress());
        await AskAsync(owner, Site.NewAddress());
        var wait = await owner.PressAsync(await owner.GetAsync("/profile/address"), "Write to both addresses", ("mail", Site.NewAddress()));
        Assert.Equal(HttpStatusCode.TooManyRequests, wait.Status);
        Assert.NotNull(wait.RetryAfter);
    }

    [Fact]
    public async Task The_old_mailbox_takes_it_back_and_everything_is_signed_out()
    {
        var (owner, old) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync();
        await link.LinkAsync(owner, device);
        await device.PollAsync();
        await ChangeAsync(owner, old, wanted);
        var undo = (await Site.LetterAsync(old, 1, Changed)).Button!.Url;

        // Whoever has the account now goes on from there, and has a link to a new password in the mailbox.
        var further = Site.NewAddress();
        await ChangeAsync(owner, wanted, further);
        var undoOfThief = (await Site.LetterAsync(wanted, 1, Changed)).Button!.Url;
        await owner.PressAsync(await owner.GetAsync("/forgot-password"), "Send the link", ("mail", further));
        var reset = (await Site.LetterAsync(further, 1, "Make a new password")).Button!.Url;

        var victim = Site.Browser("127.0.0.8");
        var asked = await victim.GetAsync(undo);
        Assert.Contains("Take the change of address back?", asked.Text, StringComparison.Ordinal);
        Assert.Equal("Your old address is back", (await victim.PressAsync(asked, "Take it back and sign all out")).Heading);
        foreach (var dead in new[] { undo, undoOfThief, reset })
        {
            Assert.Equal(HttpStatusCode.Gone, (await victim.GetAsync(dead)).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await device.RefreshAsync()).Status);
        Site.Clock.Advance(TimeSpan.FromMinutes(1.1));
        Assert.False(await owner.IsSignedInAsync());
        Assert.DoesNotContain("did not fit together", (await Site.Browser().SignInAsync(old)).Text, StringComparison.Ordinal);
        await Site.LetterAsync(old, 1, "Your old mail address is back");
        await Site.LetterAsync(further, 1, "This is no longer your address at LinkCode");
    }

    [Fact]
    public async Task It_can_be_taken_back_for_seven_days_and_not_once_the_address_is_another_account_s()
    {
        var (owner, old) = await link.AddressedPersonAsync();
        await ChangeAsync(owner, old, wanted);
        var undo = (await Site.LetterAsync(old, 1, Changed)).Button!.Url;
        var victim = Site.Browser();
        Site.Clock.Advance(TimeSpan.FromDays(6.9));
        var asked = await victim.GetAsync(undo);
        await Site.AccountAsync(old);
        Assert.Equal("The old address is in use", (await victim.PressAsync(asked, "Take it back and sign all out")).Heading);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync(undo)).Status);
        Site.Clock.Advance(TimeSpan.FromDays(.2));
        Assert.Equal(HttpStatusCode.Gone, (await victim.GetAsync(undo)).Status);
    }

    [Fact]
    public async Task Of_several_at_once_one_counts()
    {
        // Four for one account.
        var account = await Site.AccountAsync(Site.NewAddress());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(account, Site.NewAddress()))));
        Assert.Equal(1, await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<AddressChange>().CountAsync(change => change.AccountId == account && change.ClosedAt == null)));

        // Eight accounts for one address; in all of them only the old mailbox's yes is missing.
        var keys = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            var old = Site.NewAddress();
            var id = await Site.AccountAsync(old);
            var address = $"{i}-{wanted}";
            Assert.IsType<AskForAddressAnswer.Asked>(await AskAsync(id, address));
            Assert.IsType<ConfirmNewAnswer.OtherNext>(await ConfirmAsync(await LinkAsync(address, ToNew), id));
            await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<AddressChange>().Where(change => change.AccountId == id).ExecuteUpdateAsync(set => set.SetProperty(change => change.NewAddress, wanted)));
            keys.Add(await LinkAsync(old, ToOld));
        }

        var answers = await Task.WhenAll(keys.Select(key => Task.Run(() => ConfirmAsync(key, here: null))));
        Assert.Single(answers.OfType<ConfirmNewAnswer.Changed>());
        Assert.Equal(7, answers.OfType<ConfirmNewAnswer.UsedUp>().Count());
        Assert.Equal(1, await Site.InScopeAsync<LinkCodeDb, int>(db => db.Users.CountAsync(one => one.Email == wanted)));
        Assert.All(await Task.WhenAll(keys.Select(key => ConfirmAsync(key, here: null))), answer => Assert.IsType<ConfirmNewAnswer.UsedUp>(answer));
    }

    private static string Say(Letter letter) => string.Join('\n', [.. letter.Opening, .. letter.Facts.Select(fact => fact.Value), .. letter.Closing]);

    private static async Task<Page> AskAsync(Browser owner, string address)
    {
        var asked = await owner.PressAsync(await owner.GetAsync("/profile/address"), "Write to both addresses", ("mail", address));
        Assert.Equal("/profile?done=asked", asked.Path);
        return asked;
    }

    private static async Task<Page> YesAsync(Browser browser, string link) => await browser.PressAsync(await browser.GetAsync(link), "Yes, change it", ("answer", "yes"));

    private async Task ChangeAsync(Browser owner, string old, string address)
    {
        await AskAsync(owner, address);
        Assert.Equal("Your yes is noted", (await YesAsync(Site.Browser(), await LinkAsync(old, ToOld))).Heading);
        Assert.Equal("Your mail address is changed", (await YesAsync(owner, await LinkAsync(address, ToNew))).Heading);
    }

    private async Task<string> LinkAsync(string to, string subject, int count = 1) => (await Site.LetterAsync(to, count, subject)).Button!.Url;

    private Task<AskForAddressAnswer> AskAsync(Guid account, string address) =>
        Site.InScopeAsync<AskForAddress, AskForAddressAnswer>(ask => ask.RunAsync(account, address, "", CancellationToken.None));

    private Task<ConfirmNewAnswer> ConfirmAsync(string url, Guid? here) =>
        Site.InScopeAsync<ConfirmNewAddress, ConfirmNewAnswer>(confirm => confirm.RunAsync(url.Split("key=")[1], here, "", CancellationToken.None));
}
