using System.Security.Claims;

namespace LinkCode.Server.Accounts;

/// <summary>Reads the account's id from a session or token.</summary>
internal static class SignedIn
{
    /// <summary>The id of the signed-in account, or null for a stranger.</summary>
    public static Guid? AccountId(this ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
}
