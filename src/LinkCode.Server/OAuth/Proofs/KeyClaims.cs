using System.Buffers.Text;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenIddict.Abstractions;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Which key a token is bound to, written as RFC 9449 §6.1 says: <c>cnf</c> with <c>jkt</c>.</summary>
internal static class KeyClaims
{
    public const string Confirmation = "cnf";
    public const string Thumbprint = "jkt";

    /// <summary>The parameter by which an app names its key before it proves it (RFC 9449 §10).</summary>
    public const string Parameter = "dpop_jkt";

    private const int ThumbprintLength = 43;

    /// <summary>Binds a token to a key.</summary>
    public static ClaimsPrincipal BindTo(this ClaimsPrincipal principal, string thumbprint) => principal.SetClaim(Confirmation, new JsonObject { [Thumbprint] = thumbprint });

    /// <summary>The key a token is bound to, or null.</summary>
    public static string? BoundTo(this ClaimsPrincipal principal)
    {
        if (principal.GetClaim(Confirmation) is not { Length: > 0 } confirmation)
        {
            return null;
        }

        using var json = JsonDocument.Parse(confirmation);
        return json.RootElement.GetProperty(Thumbprint).GetString();
    }

    /// <summary>Reads a thumbprint that an app names. False when what it sent is none.</summary>
    public static bool TryRead(string? named, out string? thumbprint)
    {
        thumbprint = string.IsNullOrEmpty(named) ? null : named;
        return thumbprint is null || (thumbprint.Length == ThumbprintLength && ProofText.IsBase64Url(thumbprint));
    }

    public static byte[] Bytes(string thumbprint) => Base64Url.DecodeFromChars(thumbprint);
}
