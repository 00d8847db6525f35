using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Server.OAuth.Browser;

/// <summary>
/// Apps may ask for a new sign-in (<c>prompt=login</c>) or one of a certain age (<c>max_age</c>). The sealed time of asking
/// goes along through the sign-in page, so that nobody passes by taking a word out of the address.
/// </summary>
internal sealed class FreshSignIn(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The parameter that carries the time of asking.</summary>
    public const string Parameter = "lc_asked";

    private readonly IDataProtector protector = protection.CreateProtector("fresh sign-in");

    public string Mark() => protector.Protect(time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a session begun at this time is young enough for the request.</summary>
    public bool IsMet(OpenIddictRequest request, DateTimeOffset signedInAt)
    {
        var isSinceAsked = AskedAt((string?)request[Parameter]) <= signedInAt;
        var isYoung = request.MaxAge is not { } seconds || signedInAt.AddSeconds(seconds) >= time.GetUtcNow();
        return isSinceAsked || (isYoung && !request.HasPromptValue(PromptValues.Login));
    }

    private DateTimeOffset? AskedAt(string? mark)
    {
        try
        {
            return string.IsNullOrEmpty(mark) || mark.Length > 500
                ? null
                : DateTimeOffset.FromUnixTimeSeconds(long.Parse(protector.Unprotect(mark), CultureInfo.InvariantCulture));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
