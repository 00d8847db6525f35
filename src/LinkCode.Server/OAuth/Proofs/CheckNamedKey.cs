using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>An app with a browser may name the key that its code will be bound to (RFC 9449 §10).</summary>
internal sealed class CheckNamedKey : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (!KeyClaims.TryRead((string?)context.Request[KeyClaims.Parameter], out _))
        {
            context.Reject(Errors.InvalidRequest, "A dpop_jkt is the SHA-256 thumbprint of a key, 43 base64url characters.");
        }

        return ValueTask.CompletedTask;
    }
}
