using System.Net;
using System.Security.Claims;
using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LinkCode.Tests.Accounts.Passkeys;

public sealed class SigningInWithAPasskey(SiteWithErrand fixture) : IClassFixture<SiteWithErrand>, IAsyncLifetime
{
    private readonly string ana = Site.NewAddress();
    private Holder holder = null!;

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync()
    {
        holder = await Holder.WithPasswordAsync(Site, ana);
        Assert.Contains("The passkey is ready", (await holder.MakeAsync()).Text, StringComparison.Ordinal);
        await holder.SignOutAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Needs_no_name_and_no_password()
    {
        var page = await holder.SignInAsync(next: "/sign-out?next=/x");
        Assert.Equal("/sign-out?next=/x", page.Path);
        Assert.True(await holder.Browser.IsSignedInAsync());
        Assert.Contains(ana, (await holder.Browser.GetAsync("/sign-out")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_the_errand_up_again() => Assert.StartsWith("/sign-out?next=/resumed/", (await holder.SignInAsync(next: "/errand/7")).Path, StringComparison.Ordinal);

    [Fact]
    public async Task Amounts_to_two_factors_and_says_so_in_the_session_even_after_it_was_looked_at_again()
    {
        await holder.SignInAsync();
        Site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await holder.Browser.IsSignedInAsync());
        var cookie = holder.Browser.Cookies.GetAllCookies().Single(one => one.Name == "session").Value;
        var options = Site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var methods = options.TicketDataFormat.Unprotect(cookie)!.Principal.FindAll(AccountClaims.Method).Select(claim => claim.Value).ToList();
        Assert.Equal(["pop", "user", "mfa"], methods);
        Assert.Equal(Strength.PhishingResistant, Strength.Of(methods));
    }

    [Fact]
    public async Task Is_refused_when_its_device_did_not_make_sure_of_its_owner() => await RefusedAsync(holder.Key.With(isVerified: false));

    [Fact]
    public async Task Is_refused_from_another_origin()
    {
        foreach (var origin in new[] { "https://evil.example", Site.Address + "1", Site.Address.Replace("http", "https", StringComparison.Ordinal), "null", "" })
        {
            await RefusedAsync(holder.Key.With(origin: origin));
        }

        await RefusedAsync(holder.Key.With(domain: "evil.example"));
        await RefusedAsync(holder.Key.With(isInAFrame: true));
    }

    [Fact]
    public async Task Is_refused_with_another_key_or_for_another_account()
    {
        var other = Site.NewAddress();
        var otherId = await Site.AccountAsync(other);
        await RefusedAsync(holder.Key.With(forged: true));
        await RefusedAsync(holder.Key.With(userHandle: SoftKey.Write(System.Text.Encoding.ASCII.GetBytes(otherId.ToString()))));
        await RefusedAsync(holder.Key.With(userHandle: SoftKey.Write([0, 255])));
        await RefusedAsync(new SoftKey { UserHandle = holder.Key.UserHandle });
    }

    [Fact]
    public async Task Is_taken_once_even_with_the_cookie_of_before()
    {
        var (page, answer) = await holder.AnswerAsync();
        var before = holder.Browser.Cookies.GetAllCookies();
        await holder.PostAsync(page, "/sign-in", answer);
        Assert.True(await holder.Browser.IsSignedInAsync());

        var thief = new Holder(Site, Site.Browser());
        thief.Browser.Cookies.Add(before);
        var stolen = await thief.PostAsync(page, "/sign-in", answer);
        Assert.Equal(HttpStatusCode.BadRequest, stolen.Status);
        Assert.False(await thief.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Of_a_hundred_at_once_one_is_taken()
    {
        var (page, answer) = await holder.AnswerAsync();
        var before = holder.Browser.Cookies.GetAllCookies();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            // Whoever hears on a busy machine that nothing can be stored just now tries again.
            while (true)
            {
                var copy = new Holder(Site, Site.Browser());
                copy.Browser.Cookies.Add(before);
                if ((await copy.PostAsync(page, "/sign-in", answer)).Status is not HttpStatusCode.ServiceUnavailable and var status)
                {
                    return status;
                }
            }
        })));
        Assert.Single(answers, status => status == HttpStatusCode.OK);
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, status.ToString()));
    }

    [Fact]
    public async Task Is_refused_in_a_browser_that_was_asked_something_else()
    {
        var (_, answer) = await holder.AnswerAsync();
        var other = new Holder(Site, Site.Browser());
        var (page, _) = await other.AnswerAsync(holder.Key);
        Assert.Equal(HttpStatusCode.BadRequest, (await other.PostAsync(page, "/sign-in", answer)).Status);

        // And in one whose cookie is somebody's own work.
        foreach (var cookie in other.Browser.Cookies.GetAllCookies().Where(cookie => cookie.Name.EndsWith("passkey-use", StringComparison.Ordinal)))
        {
            cookie.Value = "CfDJ8" + new string('A', 300);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await other.PostAsync(page, "/sign-in", answer)).Status);
    }

    [Fact]
    public async Task Works_in_each_of_three_pages_that_wait_at_once()
    {
        var waiting = new List<(Page Page, string Answer)>();
        for (var i = 0; i < 3; i++)
        {
            waiting.Add(await holder.AnswerAsync());
        }

        await holder.PostAsync(waiting[0].Page, "/sign-in", waiting[0].Answer);
        Assert.True(await holder.Browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Has_to_come_within_five_minutes()
    {
        var (page, answer) = await holder.AnswerAsync();
        Site.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await holder.PostAsync(page, "/sign-in", answer)).Status);
    }

    [Fact]
    public async Task Is_refused_when_its_counter_goes_back()
    {
        holder.Key.Count = 10;
        await holder.SignInAsync();
        await holder.SignOutAsync();
        holder.Key.Count = 5;
        await RefusedAsync(holder.Key);
    }

    [Fact]
    public async Task Is_refused_in_the_same_words_for_an_account_that_is_switched_off()
    {
        Assert.True(await Site.InScopeAsync<SwitchAccount, bool>(change => change.RunAsync(ana, on: false)));
        var off = await holder.SignInAsync();
        var unknown = await new Holder(Site, Site.Browser()).SignInAsync(new SoftKey { UserHandle = holder.Key.UserHandle });
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (off.Status, unknown.Status));
        Assert.Equal(unknown.Shape, off.Shape);
        Assert.False(await holder.Browser.IsSignedInAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"passkey\"")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":\"AA\",\"type\":\"public-key\",\"response\":{}}")]
    [InlineData("{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"\",\"signature\":\"\",\"userHandle\":\"!\"}}")]
    [InlineData("not a passkey")]
    [InlineData("\ud83d\ude00")]
    public async Task Of_nonsense_is_a_page_that_says_so(string nonsense)
    {
        var (page, _) = await holder.AnswerAsync();
        var refused = await holder.PostAsync(page, "/sign-in", nonsense);
        Assert.Equal((HttpStatusCode.BadRequest, "Sign in"), (refused.Status, refused.Heading));
        Assert.Contains("did not work here", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_more_than_any_passkey_says_is_refused()
    {
        var (page, _) = await holder.AnswerAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await holder.PostAsync(page, "/sign-in", new string('x', 14_000))).Status);

        // The server hangs up after what is too long, so each comes over a connection of its own.
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await new Holder(Site, Site.Browser()).PostAsync(page, "/sign-in", new string('x', 20_000))).Status);
        foreach (var path in new[] { "/passkeys/for-sign-in", "/passkeys/for-sign-up" })
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await new Holder(Site, Site.Browser()).AskAsync(page, path, new string('x', 20_000))).Status);
        }
    }

    [Fact]
    public async Task Is_asked_for_by_our_own_pages_only()
    {
        var page = await holder.Browser.GetAsync("/sign-in");
        foreach (var path in new[] { "/passkeys/for-sign-in", "/passkeys/for-sign-up" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await holder.AskAsync(page, path, check: "made up")).Status);
        }

        Assert.Equal("/sign-in", (await holder.AskAsync(page, "/passkeys/for-account")).Path.Split('?')[0]);
    }

    [Fact]
    public async Task Is_dated_and_written_into_the_audit_trail()
    {
        await holder.SignInAsync();
        var stored = await Site.InScopeAsync<LinkCodeDb, Passkey>(db => db.Set<Passkey>().AsNoTracking().SingleAsync(passkey => passkey.CredentialId == holder.Key.Id));
        Assert.InRange(stored.LastUsedAt!.Value, Site.Clock.GetUtcNow() - TimeSpan.FromMinutes(1), Site.Clock.GetUtcNow());
        Assert.Equal(1u, stored.Data.SignCount);
        var trail = await Site.InScopeAsync<LinkCodeDb, List<string>>(db => db.Set<AuditEvent>().Where(one => one.AccountId == stored.UserId).OrderBy(one => one.Id).Select(one => one.What).ToListAsync());
        Assert.Equal(["account.created", "account.signed-in", "account.passkey-added", "account.signed-out", "account.signed-in"], trail);
    }

    private async Task RefusedAsync(SoftKey key)
    {
        var page = await holder.SignInAsync(key);
        Assert.Equal((HttpStatusCode.BadRequest, "Sign in"), (page.Status, page.Heading));
        Assert.Contains("That passkey did not work here", page.Text, StringComparison.Ordinal);
        Assert.False(await holder.Browser.IsSignedInAsync());
    }
}
