using System.Globalization;
using System.Security.Claims;

namespace LinkCode.Server.Accounts;

/// <summary>Reads what a session or token says of its person.</summary>
internal static class SignedIn
{
    /// <summary>The id of the signed-in account, or null for a stranger.</summary>
    public static Guid? AccountId(this ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>When the person last proved who they are; long ago for a stranger.</summary>
    public static DateTimeOffset SignedInAt(this ClaimsPrincipal principal) => principal.TimeOf(AccountClaims.SignedInAt) ?? DateTimeOffset.UnixEpoch;

    /// <summary>The time a claim holds, or null without one.</summary>
    public static DateTimeOffset? TimeOf(this ClaimsPrincipal principal, string claim) =>
        long.TryParse(principal.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>How and when they proved it.</summary>
    public static Proven Proven(this ClaimsPrincipal principal) => new([.. principal.FindAll(AccountClaims.Method).Select(claim => claim.Value)], principal.SignedInAt());

    /// <summary>Whether the account is being deleted, and this session is good only for keeping it.</summary>
    public static bool IsLeaving(this ClaimsPrincipal principal) => principal.HasClaim(claim => claim.Type == AccountClaims.Leaving);

    /// <summary>Whether they proved it so short a time ago that what is hard to mend may be done.</summary>
    public static bool IsFresh(this ClaimsPrincipal principal, DateTimeOffset now) => principal.SignedInAt() + FreshAttribute.Time >= now;
}
