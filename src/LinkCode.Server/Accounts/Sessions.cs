using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Begins and ends the session of a browser.</summary>
internal sealed class Sessions(SignInManager<Account> signIn, EndedSessions ended, SessionBook book, LinkCodeDb db, AuditTrail trail, TimeProvider time)
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

        // What this browser was signed in to before is over, whoever holds a copy of its cookie.
        await LeaveAsync(cancellation);
        var session = NewId();
        await WriteAsync(account, [.. Proven(session, methods), SessionBook.Seen(time.GetUtcNow())]);
        await book.BeginAsync(signIn.Context, account, session, cancellation);
        trail.Record(db, new AuditEvent { What = Happenings.SignedIn, AccountId = account.Id, Network = network });
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    /// <summary>
    /// Goes on with this browser's session under a new id, as of now and with what was proved just now; false when it may not. Whoever holds
    /// a copy of the cookie of before has nothing of it.
    /// </summary>
    public async Task<bool> RenewAsync(Account account, IReadOnlyList<string> methods, string network, CancellationToken cancellation)
    {
        var session = NewId();
        if (signIn.Context.User.FindFirstValue(AccountClaims.Session) is not { } before || !await signIn.CanSignInAsync(account))
        {
            return false;
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            // One that was ended from elsewhere a moment ago does not come back.
            if (!await book.RenameAsync(before, session, cancellation))
            {
                return false;
            }

            ended.Add(db, before);
            trail.Record(db, new AuditEvent { What = Happenings.SignedInAgain, AccountId = account.Id, Network = network });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }

        await WriteAsync(account, [.. Proven(session, methods), SessionBook.Seen(time.GetUtcNow())]);
        return true;
    }

    /// <summary>
    /// Lets this browser's session say at once what was changed about the account; all others say it within a minute. One that was ended
    /// while its request was on the way does not come back by it.
    /// </summary>
    public Task TellAsync(Account account) => IsOf(account.SecurityStamp, signIn.Context.User) ? WriteAsync(account, Own(signIn.Context.User)) : Task.CompletedTask;

    /// <summary>Whether a session that was good when its request began still is; a request can take hours to arrive.</summary>
    public async Task<bool> GoesOnAsync(ClaimsPrincipal person, CancellationToken cancellation) =>
        !ended.Contains(person.FindFirstValue(AccountClaims.Session)) && await MayGoOnAsync(person, cancellation);

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
    public async Task KeepAsync(Account account)
    {
        await SessionBook.EndAllAsync(db, account.Id, signIn.Context.User.FindFirstValue(AccountClaims.Session), CancellationToken.None);
        await WriteAsync(account, Own(signIn.Context.User));
    }

    public async Task EndAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        await LeaveAsync(cancellation);
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
        if (ended.Contains(context.Principal!.FindFirstValue(AccountClaims.Session)))
        {
            // Its cookie stays: the browser may have a new one by now, which an answer to a request of before must not delete.
            context.RejectPrincipal();
            return;
        }

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

        if (isFresh)
        {
            // The whole account is read for new claims only; a yes is asked for often.
            if (!await MayGoOnAsync(context.Principal!, context.HttpContext.RequestAborted))
            {
                await RefuseAsync(context);
            }

            return;
        }

        var account = await signIn.ValidateSecurityStampAsync(context.Principal);
        if (account is null || !await signIn.CanSignInAsync(account))
        {
            await book.EndAsync(context.Principal!.FindFirstValue(AccountClaims.Session)!, context.HttpContext.RequestAborted);
            await RefuseAsync(context);
            return;
        }

        await RenewAsync(context, account);
    }

    private async Task RenewAsync(CookieValidatePrincipalContext context, Account account)
    {
        var seen = await book.SeenAsync(context.HttpContext, context.Principal!);
        var fresh = await signIn.CreateUserPrincipalAsync(account);
        ((ClaimsIdentity)fresh.Identity!).AddClaims([.. Own(context.Principal!), seen]);
        context.ReplacePrincipal(fresh);
        context.ShouldRenew = true;
    }

    private async Task<bool> MayGoOnAsync(ClaimsPrincipal person, CancellationToken cancellation) =>
        person.AccountId() is { } id
        && await book.StandingAsync(id, cancellation) is { MaySignIn: true } standing && IsOf(standing.Stamp, person);

    private bool IsOf(string? stamp, ClaimsPrincipal person) => stamp is { Length: > 0 } && stamp == person.FindFirstValue(signIn.Options.ClaimsIdentity.SecurityStampClaimType);

    private async Task LeaveAsync(CancellationToken cancellation)
    {
        if (signIn.Context.User.FindFirstValue(AccountClaims.Session) is { } session)
        {
            ended.Add(db, session);
            await book.EndAsync(session, cancellation);
        }
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private Task WriteAsync(Account account, IEnumerable<Claim> own) => signIn.SignInWithClaimsAsync(account, new AuthenticationProperties { IsPersistent = true }, own);

    private List<Claim> Proven(string session, IReadOnlyList<string> methods) =>
    [
        new Claim(AccountClaims.Session, session),
        new Claim(AccountClaims.SignedInAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        .. methods.Select(method => new Claim(AccountClaims.Method, method)),
    ];

    private static List<Claim> Own(ClaimsPrincipal person) =>
        [.. person.Claims.Where(claim => claim.Type is AccountClaims.Session or AccountClaims.SignedInAt or AccountClaims.Method).Select(claim => claim.Clone())];

    private bool IsOver(ClaimsPrincipal person) => person.SignedInAt() + LongestLife <= time.GetUtcNow();

    private static async Task RefuseAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
