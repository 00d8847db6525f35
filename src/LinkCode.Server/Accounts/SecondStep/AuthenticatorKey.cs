using System.Security.Cryptography;
using OtpNet;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>What an authenticator app and this server share (RFC 6238: six digits, half a minute, SHA-1, as every app can). It never prints itself.</summary>
internal readonly record struct AuthenticatorKey
{
    // RFC 4226, R6, recommends 160 bits.
    private const int Length = 20;
    private readonly byte[] bytes;

    private AuthenticatorKey(byte[] bytes) => this.bytes = bytes;

    /// <summary>As a person types it into an app that cannot see the picture; in fours, which apps read as well.</summary>
    public string Text => string.Join(' ', Base32Encoding.ToString(bytes).TrimEnd('=').Chunk(4).Select(four => new string(four)));

    public static AuthenticatorKey New() => new(RandomNumberGenerator.GetBytes(Length));

    public static AuthenticatorKey Of(byte[] bytes) => new(bytes);

    /// <summary>The half minute a code belongs to: this one, the one before or the one after; null when the code is of none of them.</summary>
    public long? StepOf(AppCode code, DateTimeOffset now) =>
        new Totp(bytes).VerifyTotp(now.UtcDateTime, code.Digits, out var step, new VerificationWindow(previous: 1, future: 1)) ? step : null;

    /// <summary>To be sealed; nowhere else.</summary>
    public byte[] ToBytes() => [.. bytes];

    /// <summary>What the picture says to an app.</summary>
    public string Address(string site, string mail) =>
        $"otpauth://totp/{Uri.EscapeDataString(site)}:{Uri.EscapeDataString(mail)}?secret={Base32Encoding.ToString(bytes).TrimEnd('=')}&issuer={Uri.EscapeDataString(site)}";

    public override string ToString() => "(a key)";
}
