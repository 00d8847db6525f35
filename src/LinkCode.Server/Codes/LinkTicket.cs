using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LinkCode.Server.Codes;

/// <summary>
/// Carries a typed code through sign-in and sign-up, sealed, in the address of the page: every tab has its own,
/// and nobody but this server can make or read one.
/// </summary>
internal sealed class LinkTicket(IDataProtectionProvider protection, TypingBrowser browsers, TimeProvider time)
{
    private readonly IDataProtector protector = protection.CreateProtector("link ticket");

    /// <summary>Makes a ticket for a code that was typed or scanned in this browser.</summary>
    public string Seal(HttpContext http, UserCode code, LinkedHow how) =>
        protector.Protect($"{time.GetUtcNow().ToUnixTimeSeconds()} {(int)how} {code.Value} {browsers.Mark(http)}");

    /// <summary>Whether a ticket with this mark was made in this browser.</summary>
    public bool IsFrom(HttpContext http, string mark) => browsers.IsThis(http, mark);

    /// <summary>Reads a ticket that this server made within the last hour.</summary>
    /// <param name="mark">The mark of the browser it was made in.</param>
    public bool TryOpen(string? ticket, out UserCode code, out LinkedHow how, out string mark)
    {
        (code, how, mark) = (null!, default, "");
        if (string.IsNullOrEmpty(ticket) || ticket.Length > 1000)
        {
            return false;
        }

        try
        {
            var parts = protector.Unprotect(ticket).Split(' ');
            mark = parts[3];
            how = (LinkedHow)int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            var sealedAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
            return sealedAt + LinkTimes.HardStop > time.GetUtcNow() && UserCode.TryRead(parts[2], out code);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
