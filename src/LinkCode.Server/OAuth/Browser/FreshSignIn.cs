using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Server.OAuth.Browser;

/// <summary>
/// Apps may ask for a new sign-in (<c>prompt=login</c>), one of a certain age (<c>max_age</c>) or one of a certain account
/// (<c>id_token_hint</c>). The sealed time of asking goes along through the sign-in page, so that nobody passes by taking a
/// word out of the address; it is good for that one request, and not for long.
/// </summary>
internal sealed class FreshSignIn(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The parameter that carries the time of asking.</summary>
    public const string Parameter = "lc_asked";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly IDataProtector protector = protection.CreateProtector("fresh sign-in");

    /// <summary>Whether a sign-in that is there already may not do for this request.</summary>
    public static bool IsWanted(OpenIddictRequest request) =>
        MaxAge(request) is not null || request.HasPromptValue(PromptValues.Login) || !string.IsNullOrEmpty(request.IdTokenHint);

    /// <summary>Whether <c>max_age</c> is missing or a number of seconds.</summary>
    public static bool CanRead(OpenIddictRequest request) => MaxAge(request)?.All(char.IsAsciiDigit) != false;

    /// <summary>The sealed time of asking, for this request alone.</summary>
    public string Mark(OpenIddictRequest request) => Sealer(request).Protect(time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a session begun at this time is young enough for the request.</summary>
    public bool IsMet(OpenIddictRequest request, DateTimeOffset signedInAt)
    {
        // A number too long for a number is a very long time.
        var isYoung = MaxAge(request) is not { } age
            || !long.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (time.GetUtcNow() - signedInAt).TotalSeconds <= seconds;
        return (isYoung && !request.HasPromptValue(PromptValues.Login)) || IsSinceAsked(request, signedInAt);
    }

    /// <summary>Whether a session begun at this time began after this request had asked for it, a short while ago.</summary>
    public bool IsSinceAsked(OpenIddictRequest request, DateTimeOffset signedInAt) =>
        AskedAt(request) is { } asked && asked <= signedInAt && asked + Patience >= time.GetUtcNow();

    private static string? MaxAge(OpenIddictRequest request) => (string?)request[Parameters.MaxAge] is { Length: > 0 } age ? age : null;

    // What tells this request from every other goes into the purpose, so that its mark opens under no other request.
    private IDataProtector Sealer(OpenIddictRequest request) => protector.CreateProtector(Convert.ToBase64String(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes<string?[]>([request.ClientId, request.State, request.Nonce, request.CodeChallenge]))));

    private DateTimeOffset? AskedAt(OpenIddictRequest request)
    {
        var mark = (string?)request[Parameter];
        try
        {
            return string.IsNullOrEmpty(mark) || mark.Length > 500
                ? null
                : DateTimeOffset.FromUnixTimeSeconds(long.Parse(Sealer(request).Unprotect(mark), CultureInfo.InvariantCulture));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
