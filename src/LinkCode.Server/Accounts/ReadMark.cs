using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>A mark of an account that changes whenever its sessions end: what was given out before, and is used afterwards, does not carry it.</summary>
internal sealed class ReadMark(LinkCodeDb db)
{
    private static readonly KnownQuery<Guid, string?> Stamp = new((db, id, _) => db.Users.AsNoTracking().Where(account => account.Id == id).Select(account => account.SecurityStamp).SingleOrDefault());

    /// <summary>The mark of now; null when there is no such account.</summary>
    public async Task<string?> RunAsync(Guid accountId, CancellationToken cancellation) => Of(await Stamp.RunAsync(db, accountId, cancellation));

    /// <summary>The mark that this session began with.</summary>
    public static string? Of(ClaimsPrincipal person) => Of(person.FindFirstValue(new ClaimsIdentityOptions().SecurityStampClaimType));

    // It tells nothing of the stamp that cookies carry.
    private static string? Of(string? stamp) => stamp is { Length: > 0 } ? Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("mark " + stamp)).AsSpan(0, 16)) : null;
}
