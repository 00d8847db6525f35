using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LinkCode.Server.Codes;

/// <summary>
/// Carries a typed code through sign-in and sign-up, sealed, in the address of the page: every tab has its own,
/// it works in another browser, and nobody but this server can make or read one.
/// </summary>
internal sealed class LinkTicket(IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector protector = protection.CreateProtector("link ticket");

    public string Seal(UserCode code, LinkedHow how) =>
        protector.Protect($"{time.GetUtcNow().ToUnixTimeSeconds()} {(int)how} {code.Value}");

    public bool TryOpen(string? ticket, out UserCode code, out LinkedHow how)
    {
        (code, how) = (null!, default);
        if (string.IsNullOrEmpty(ticket) || ticket.Length > 1000)
        {
            return false;
        }

        try
        {
            var parts = protector.Unprotect(ticket).Split(' ');
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
