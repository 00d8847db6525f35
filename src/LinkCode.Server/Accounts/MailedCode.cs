using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace LinkCode.Server.Accounts;

/// <summary>Six digits in a mail, to be typed in the browser that asked for it. They never print themselves.</summary>
internal readonly record struct MailedCode
{
    public const int Length = 6;

    private MailedCode(string digits) => InMail = digits;

    /// <summary>As it stands in the mail; nowhere else.</summary>
    public string InMail { get; }

    public static MailedCode New() => new(RandomNumberGenerator.GetString("0123456789", Length));

    /// <summary>Digits of any script, with whatever people and keyboards put between them.</summary>
    public static MailedCode? Read(string? typed)
    {
        if (typed is not { Length: <= 40 })
        {
            return null;
        }

        var digits = string.Concat(typed.Select(CharUnicodeInfo.GetDecimalDigitValue).Where(digit => digit >= 0));
        return digits.Length == Length ? new MailedCode(digits) : null;
    }

    public override string ToString() => "(a code)";
}

/// <summary>How a typed code compares with the one that was mailed.</summary>
internal enum CodeMatch
{
    Wrong,

    /// <summary>The mail is too old, whatever was typed.</summary>
    Old,

    Right,
}

/// <summary>Keeps codes as sealed hashes, with the time they were made: six digits alone would be found again from a hash in a second.</summary>
internal sealed class MailedCodes(IDataProtectionProvider protection, TimeProvider time)
{
    // The longest that ASVS 6.5.5 allows a code that comes another way; the link in the mail has too much to guess and lives longer.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly IDataProtector seal = protection.CreateProtector("mailed code");

    /// <param name="code">The code.</param>
    /// <param name="owner">The row it is for, so that it fits no other.</param>
    public byte[] Seal(MailedCode code, Guid owner) => seal.Protect([.. Hash(code, owner), .. BitConverter.GetBytes(time.GetUtcNow().UtcTicks)]);

    public CodeMatch Compare(MailedCode code, Guid owner, byte[] kept)
    {
        try
        {
            var opened = seal.Unprotect(kept).AsSpan();
            return opened.Length != SHA256.HashSizeInBytes + sizeof(long) || new DateTimeOffset(BitConverter.ToInt64(opened[SHA256.HashSizeInBytes..]), TimeSpan.Zero) + Lifetime < time.GetUtcNow() ? CodeMatch.Old
                : CryptographicOperations.FixedTimeEquals(opened[..SHA256.HashSizeInBytes], Hash(code, owner)) ? CodeMatch.Right
                : CodeMatch.Wrong;
        }
        catch (CryptographicException)
        {
            // Sealed with keys that are gone: the mail can be sent again.
            return CodeMatch.Old;
        }
    }

    private static byte[] Hash(MailedCode code, Guid owner) => SHA256.HashData(Encoding.ASCII.GetBytes($"{owner:N} {code.InMail}"));
}
