using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>A mark of an account that changes whenever its sessions end: what was given out before, and is used afterwards, does not carry it.</summary>
internal static class AccountMark
{
    private static readonly string StampClaim = new ClaimsIdentityOptions().SecurityStampClaimType;

    /// <summary>The mark that this session began with.</summary>
    public static string? Of(ClaimsPrincipal person) => Of(person.FindFirstValue(StampClaim));

    /// <summary>It tells nothing of the stamp that cookies carry.</summary>
    public static string? Of(string? stamp) => stamp is { Length: > 0 } ? Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("mark " + stamp)).AsSpan(0, 16)) : null;
}
