using System.Net;
using LinkCode.Server.Accounts.Privacy;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Tests.Codes.Pages;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts.Privacy;

/// <summary>An account is deleted with time to change one's mind, and then really.</summary>
public sealed class LeavingForGood(LinkSite link) : IClassFixture<LinkSite>
{
    private Site Site => link.Site;

    [Fact]
    public async Task Afterwards_no_table_holds_id_address_or_name_and_the_same_address_starts_clean()
    {
        var (gone, stays) = (await Somebody.WithEverythingAsync(link), await Somebody.AtAsync(link));
        await stays.LinkAsync();
        await LeaveAsync(gone);
        Site.Clock.Advance(TimeSpan.FromDays(13) - TimeSpan.FromHours(1));
        await RunAsync();
        Assert.Equal(0, LettersTo(gone, "Your account will be deleted tomorrow"));

        Site.Clock.Advance(TimeSpan.FromHours(2));
        await RunAsync();
        await RunAsync();
        await Site.LetterAsync(gone.Address, 1, "Your account will be deleted tomorrow");
        Assert.Equal(1, LettersTo(gone, "Your account will be deleted tomorrow"));
        Assert.NotEmpty(await gone.TablesAsync());

        Site.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync();
        await Site.LetterAsync(gone.Address, 1, "Your account is deleted");
        await Site.UntilAsync(() => gone.TablesAsync().Result.Count == 0, "nothing left of the last letter");

        // One line for each who is gone says that it happened, and to nobody in particular.
        var left = await Site.InScopeAsync<LinkCodeDb, List<AuditEvent>>(db => db.Set<AuditEvent>().Where(happened => happened.What == "account.deleted").ToListAsync());
        Assert.NotEmpty(left);
        Assert.All(left, line => Assert.Equal((null, null, null, null, ""), (line.AccountId, line.ActorId, line.AppId, line.DeviceId, line.Network)));

        // Others are as they were, and so is the address for whoever has it now.
        Assert.Contains("Devices", await stays.TablesAsync());
        Assert.Equal(HttpStatusCode.OK, (await stays.Device!.RefreshAsync()).Status);
        await Site.AccountAsync(gone.Address);
        var again = Site.Browser();
        await again.SignInAsync(gone.Address);
        Assert.Contains("Nothing is linked", (await again.GetAsync("/privacy/review")).Text, StringComparison.Ordinal);
        var security = await again.GetAsync("/security");
        Assert.Contains("Not set up", security.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A device was linked", (await again.GetAsync("/activity")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_then_the_account_is_good_for_nothing_but_being_kept()
    {
        var ana = await Somebody.AtAsync(link);
        var (other, device) = (Site.Browser(), await ana.LinkAsync());
        await other.SignInAsync(ana.Address);
        await LeaveAsync(ana);
        Assert.False(await ana.Browser.IsSignedInAsync());
        Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await other.IsSignedInAsync());
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await device.UserInfoAsync()).Status);
        Assert.Equal(LeavingModel.Path, new Uri((await Site.LetterAsync(ana.Address, 1, "Your account will be deleted")).Button!.Url).AbsolutePath);

        var page = await other.SignInAsync(ana.Address, next: "/devices");
        Assert.Equal("Your account is being deleted", page.Heading);
        foreach (var path in new[] { "/devices", "/security", "/security/password", "/privacy/export", "/privacy/delete", "/activity", "/sessions" })
        {
            Assert.Equal(LeavingModel.Path, (await other.GetAsync(path)).Path);
        }

        var television = await link.DeviceAsync();
        Assert.Equal(LeavingModel.Path, (await LinkSite.TypeAsync(other, television.UserCode)).Path);
        Assert.True(await other.IsSignedInAsync());
    }

    [Fact]
    public async Task Whoever_changes_their_mind_has_it_back_and_links_again()
    {
        var ana = await Somebody.AtAsync(link);
        await ana.LinkAsync();
        await LeaveAsync(ana);
        Site.Clock.Advance(TimeSpan.FromDays(10));
        var page = await ana.Browser.SignInAsync(ana.Address);
        page = await ana.Browser.PressAsync(page, "Keep my account");
        Assert.Contains("Your account stays", page.Text, StringComparison.Ordinal);
        await Site.LetterAsync(ana.Address, 1, "Your account stays");

        Site.Clock.Advance(TimeSpan.FromDays(5));
        await RunAsync();
        Assert.Equal(0, LettersTo(ana, "Your account is deleted"));
        await ana.Browser.SignInAsync(ana.Address);
        Assert.Contains("The account was kept", (await ana.Browser.GetAsync("/activity")).Text, StringComparison.Ordinal);
        await ana.LinkAsync();
        Assert.Equal("/security", (await ana.Browser.GetAsync(LeavingModel.Path)).Path);
    }

    [Fact]
    public async Task It_takes_a_fresh_sign_in_and_a_tick()
    {
        var ana = await Somebody.AtAsync(link);
        var page = await ana.Browser.PressAsync(await ana.Browser.GetAsync("/privacy/delete"), "Delete my account");
        Assert.Contains("Nothing has happened so far", page.Text, StringComparison.Ordinal);
        Site.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.StartsWith("/sign-in/again", (await ana.Browser.PressAsync(page, "Delete my account", ("sure", "yes"))).Path, StringComparison.Ordinal);
        Assert.True(await ana.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task What_was_mailed_to_an_address_given_up_before_is_gone_too()
    {
        var ana = await Somebody.AtAsync(link);
        var (before, now) = (ana.Address, Site.NewAddress());
        await ChangeAddressAsync(ana, before, now);
        Assert.NotEqual(0, await MailsAsync(before));
        Assert.Contains(before, (await TellAsync(ana.Id)), StringComparison.Ordinal);
        await LeaveAsync(ana);
        Site.Clock.Advance(TimeSpan.FromDays(14.1));
        Assert.Equal("The time to keep it is over", (await ana.Browser.SignInAsync(now)).Heading);
        await RunAsync();
        await Site.UntilAsync(() => MailsAsync(before).Result + MailsAsync(now).Result == 0, "no mails");

        // Who stays and only moved on is forgotten at the old address once that cannot be undone.
        var bo = await Somebody.AtAsync(link);
        var moved = Site.NewAddress();
        await ChangeAddressAsync(bo, bo.Address, moved);
        await Site.UntilAsync(() => Site.InScopeAsync<LinkCodeDb, bool>(db => db.Set<OutgoingMail>().AllAsync(mail => mail.To != bo.Address || mail.DueAt == null)).Result, "all letters are sent");
        await Site.Services.GetRequiredService<LinkCode.Server.Accounts.ForgetEnded>().RunAsync(CancellationToken.None);
        Assert.NotEqual(0, await MailsAsync(bo.Address));
        Site.Clock.Advance(TimeSpan.FromDays(7.1));
        await Site.Services.GetRequiredService<LinkCode.Server.Accounts.ForgetEnded>().RunAsync(CancellationToken.None);
        Assert.Equal(0, await MailsAsync(bo.Address));
        Assert.NotEqual(0, await MailsAsync(moved));
    }

    [Fact]
    public async Task A_deletion_that_dies_halfway_is_finished_by_the_next_start()
    {
        var first = await TestServer.StartAsync(adjust: services => services.AddScoped<IPersonalData, Broken>());
        using var http = first.Program();
        using var person = await WebPerson.AddAsync(first);
        var device = await new TestDevice(http).AskAsync();
        await person.LinkAsync(device.UserCode);
        await device.PollAsync();
        await using (var scope = first.Services.CreateAsyncScope())
        {
            Assert.True(await scope.ServiceProvider.GetRequiredService<LeaveAccount>().RunAsync(person.Id, "127.0.0.1", CancellationToken.None));
        }

        first.Clock.Advance(TimeSpan.FromDays(15));
        await first.Services.GetRequiredService<DeleteLeaving>().RunAsync(CancellationToken.None);
        Assert.Equal((0, 1), await CountAsync(first, person.Id));
        await first.StopAsync();

        await using var second = await TestServer.StartAsync(folder: first.Folder, clock: first.Clock);
        await Site.UntilAsync(() => CountAsync(second, person.Id).Result == (0, 0), "the account is gone");
    }

    private async Task LeaveAsync(Somebody somebody)
    {
        var page = await somebody.Browser.PressAsync(await somebody.Browser.GetAsync("/privacy/delete"), "Delete my account", ("sure", "yes"));
        Assert.Equal("You are signed out everywhere", page.Heading);
    }

    private async Task ChangeAddressAsync(Somebody somebody, string old, string wanted)
    {
        await somebody.Browser.PressAsync(await somebody.Browser.GetAsync("/profile/address"), "Write to both addresses", ("mail", wanted));
        foreach (var (to, subject, who) in new[] { (old, "Shall your mail address change?", Site.Browser()), (wanted, "Shall your account use this address?", somebody.Browser) })
        {
            var letter = await Site.LetterAsync(to, 1, subject);
            await who.PressAsync(await who.GetAsync(letter.Button!.Url), "Yes, change it", ("answer", "yes"));
        }
    }

    private Task<int> MailsAsync(string to) => Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<OutgoingMail>().CountAsync(mail => mail.To == to));

    private Task<string> TellAsync(Guid id) => Site.InScopeAsync<IServiceProvider, string>(async services =>
    {
        var db = services.GetRequiredService<LinkCodeDb>();
        var whose = await FormerAddresses.OwnerAsync(db, await db.Users.SingleAsync(account => account.Id == id), CancellationToken.None);
        return string.Join(' ', whose.FormerAddresses);
    });

    private Task RunAsync() => Site.Services.GetRequiredService<DeleteLeaving>().RunAsync(CancellationToken.None);

    private int LettersTo(Somebody somebody, string subject) =>
        Site.Services.GetRequiredService<LinkCode.Server.Platform.Mail.KeptMail>().All.Count(letter => letter.To == somebody.Address && letter.Letter.Subject == subject);

    private static async Task<(int Devices, int Accounts)> CountAsync(TestServer server, Guid id)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        return (await db.Set<LinkCode.Server.Devices.Device>().CountAsync(device => device.AccountId == id), await db.Users.CountAsync(account => account.Id == id));
    }

    /// <summary>A room that dies, after all others have done their part.</summary>
    private sealed class Broken : IPersonalData
    {
        public IReadOnlyCollection<Type> Tables => [];

        public Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PersonalSection>>([]);

        public Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation) => throw new InvalidOperationException("The lights went out.");
    }
}
