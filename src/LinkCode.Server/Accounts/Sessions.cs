using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Begins and ends the session of a browser.</summary>
internal sealed class Sessions(SignInManager<Account> signIn, EndedSessions ended, LinkCodeDb db, AuditTrail trail, TimeProvider time)
{
    /// <summary>However often it is used, a session ends this long after its sign-in.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(90);

    private static readonly TimeSpan BetweenChecks = TimeSpan.FromMinutes(1);

    /// <summary>Signs the account in with a new session id (N80), or says that it may not.</summary>
    public async Task<bool> BeginAsync(Account account, IReadOnlyList<string> methods, string network, CancellationToken cancellation)
    {
        if (!await signIn.CanSignInAsync(account))
        {
            return false;
        }

        await WriteAsync(account, Proven(RandomNumberGenerator.GetHexString(32, lowercase: true), methods));
        trail.Record(db, new AuditEvent { What = Happenings.SignedIn, AccountId = account.Id, Network = network });
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    /// <summary>Goes on with this browser's session, as of now and with what was proved just now; false when it may not.</summary>
    public async Task<bool> RenewAsync(Account account, IReadOnlyList<string> methods, string network, CancellationToken cancellation)
    {
        if (signIn.Context.User.FindFirstValue(AccountClaims.Session) is not { } session || !await signIn.CanSignInAsync(account))
        {
            return false;
        }

        await WriteAsync(account, Proven(session, methods));
        trail.Record(db, new AuditEvent { What = Happenings.SignedInAgain, AccountId = account.Id, Network = network });
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    /// <summary>Ends the account's sessions in other browsers and saves what was changed about it; this one stays.</summary>
    public async Task EndOthersAsync(Account account)
    {
        if (await signIn.UserManager.UpdateSecurityStampAsync(account) is { Succeeded: false } failed)
        {
            throw new InvalidOperationException($"The account was changed by somebody else at the same moment: {failed}");
        }

        await KeepAsync(account);
    }

    /// <summary>Keeps this browser's session as it is, though the account was changed so that all others end.</summary>
    public Task KeepAsync(Account account) => WriteAsync(account, Own(signIn.Context.User));

    public async Task EndAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        if (signIn.Context.User.FindFirstValue(AccountClaims.Session) is { } session)
        {
            ended.Add(db, session);
        }

        await signIn.SignOutAsync();
        trail.Record(db, new AuditEvent { What = Happenings.SignedOut, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Looks whether the account still may have this session: once a minute, and whenever the browser wants something changed or given, so
    /// that a stolen session links nothing any more once there is a new password. Once a minute its claims are brought up to date.
    /// </summary>
    public async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        if (IsOver(context.Principal!))
        {
            await RefuseAsync(context);
            return;
        }

        var isFresh = context.Properties.IssuedUtc is { } issued && time.GetUtcNow() - issued < BetweenChecks;
        var method = context.Request.Method;
        var givesNothing = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<GivesAccessAttribute>() is null;
        if (isFresh && givesNothing && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)))
        {
            return;
        }

        var account = await signIn.ValidateSecurityStampAsync(context.Principal);
        if (account is null || !await signIn.CanSignInAsync(account))
        {
            await RefuseAsync(context);
            return;
        }

        if (isFresh)
        {
            return;
        }

        var fresh = await signIn.CreateUserPrincipalAsync(account);
        ((ClaimsIdentity)fresh.Identity!).AddClaims(Own(context.Principal!));
        context.ReplacePrincipal(fresh);
        context.ShouldRenew = true;
    }

    private Task WriteAsync(Account account, IEnumerable<Claim> own) => signIn.SignInWithClaimsAsync(account, new AuthenticationProperties { IsPersistent = true }, own);

    private List<Claim> Proven(string session, IReadOnlyList<string> methods) =>
    [
        new Claim(AccountClaims.Session, session),
        new Claim(AccountClaims.SignedInAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        .. methods.Select(method => new Claim(AccountClaims.Method, method)),
    ];

    private static List<Claim> Own(ClaimsPrincipal person) =>
        [.. person.Claims.Where(claim => claim.Type is AccountClaims.Session or AccountClaims.SignedInAt or AccountClaims.Method).Select(claim => claim.Clone())];

    private bool IsOver(ClaimsPrincipal person) =>
        ended.Contains(person.FindFirstValue(AccountClaims.Session))
        || !long.TryParse(person.FindFirstValue(AccountClaims.SignedInAt), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        || DateTimeOffset.FromUnixTimeSeconds(seconds) + LongestLife <= time.GetUtcNow();

    private static async Task RefuseAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
