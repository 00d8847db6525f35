using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Profile;
using LinkCode.Server.Activity;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Tests.Codes.Pages;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts.Privacy;

/// <summary>A person with a name of their own, and, if wanted, with a row in every table that can hold one of them.</summary>
internal sealed class Somebody(LinkSite link, string address, Guid id, string name, Browser browser)
{
    public string Address => address;

    public Guid Id => id;

    public string Name => name;

    public Browser Browser => browser;

    public TestDevice? Device { get; private set; }

    public static async Task<Somebody> AtAsync(LinkSite link)
    {
        var (address, name) = (Site.NewAddress(), "Zara " + Guid.NewGuid().ToString("N")[..8]);
        var id = await link.Site.AccountAsync(address);
        await link.Site.InScopeAsync<LinkCodeDb, int>(db => db.Users.Where(account => account.Id == id).ExecuteUpdateAsync(set => set.SetProperty(account => account.DisplayName, name)));
        var browser = link.Site.Browser();
        await browser.SignInAsync(address);
        return new Somebody(link, address, id, name, browser);
    }

    /// <summary>Lives here for a while, and leaves traces everywhere.</summary>
    public static async Task<Somebody> WithEverythingAsync(LinkSite link)
    {
        var somebody = await AtAsync(link);
        await somebody.LinkAsync();
        await somebody.Browser.PressAsync(await somebody.Browser.GetAsync("/forgot-password"), "Send the link", ("mail", somebody.Address));
        await SecondStepPages.SetUpAsync(link.Site, somebody.Browser);
        await somebody.AddRowsAsync(await link.Site.AccountAsync(Site.NewAddress()));
        return somebody;
    }

    /// <summary>Links a device that carries the person's name.</summary>
    public async Task<TestDevice> LinkAsync()
    {
        Device = await link.DeviceAsync(("device_name", "TV of " + name), ("device_model", "Model of " + name), ("installation_id", Guid.NewGuid().ToString()));
        await link.LinkAsync(browser, Device);
        link.Site.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await Device.PollAsync()).Status);
        return Device;
    }

    public async Task<IReadOnlyList<string>> TablesAsync() => await link.Site.InScopeAsync<LinkCodeDb, IReadOnlyList<string>>(db => EveryTable.HoldingAsync(db, id, address, name));

    // What pages make only in ways of their own, or not at all.
    private Task<int> AddRowsAsync(Guid other) => link.Site.InScopeAsync<IServiceProvider, int>(async services =>
    {
        var (db, users, now) = (services.GetRequiredService<LinkCodeDb>(), services.GetRequiredService<UserManager<Account>>(), link.Site.Clock.GetUtcNow());
        var account = (await users.FindByIdAsync(id.ToString()))!;
        await users.AddOrUpdatePasskeyAsync(account, new UserPasskeyInfo(Guid.NewGuid().ToByteArray(), [1, 2, 3], now, 0, null, true, false, false, [1], [1]) { Name = "Key of " + name });
        db.Add(new PendingSignUp { KeyHash = Guid.NewGuid().ToByteArray(), Address = address.ToUpperInvariant(), DisplayName = name, StartedAt = now, ExpiresAt = now + PendingSignUp.Lifetime });
        db.Add(new Invitation { KeyHash = Guid.NewGuid().ToByteArray(), Address = address, ExpiresAt = now + Invitation.Lifetime });
        db.Add(new Picture { Id = Guid.NewGuid().ToString("N")[..22], AccountId = id, Type = "image/png", Content = [1, 2, 3, 4] });
        db.Add(new AddressChange { Id = Guid.NewGuid(), AccountId = id, OldAddress = address, NewAddress = "new." + address, OldKeyHash = Guid.NewGuid().ToByteArray(), NewKeyHash = Guid.NewGuid().ToByteArray(), StartedAt = now, ExpiresAt = now + AddressChange.Lifetime });
        db.Add(new IdentityUserClaim<Guid> { UserId = id, ClaimType = "kind", ClaimValue = name });
        db.Add(new IdentityUserLogin<Guid> { UserId = id, LoginProvider = "elsewhere", ProviderKey = "key of " + name, ProviderDisplayName = "Elsewhere" });
        db.Add(new IdentityUserToken<Guid> { UserId = id, LoginProvider = "elsewhere", Name = "kept", Value = "secret" });
        db.Add(new AppAuthorization { Subject = id.ToString() });
        db.Add(new AppToken { Subject = id.ToString() });
        services.GetRequiredService<AuditTrail>().Record(db, new AuditEvent { What = "account.disabled", AccountId = other, ActorId = id });
        return await db.SaveChangesAsync();
    });
}
