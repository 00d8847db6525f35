using System.Collections.Immutable;
using LinkCode.Server.Accounts;
using LinkCode.Server.OAuth.Proofs;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>Mends what discovery would say: public apps authenticate with nothing, devices may prove keys (RFC 9449 §5.1), and apps may ask how sure a sign-in is.</summary>
internal sealed class ShapeDiscovery : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.TokenEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        context.RevocationEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        context.DeviceAuthorizationEndpointAuthenticationMethods.Add(ClientAuthenticationMethods.None);
        context.Metadata["dpop_signing_alg_values_supported"] = ImmutableArray.Create<string?>(ProofKeys.Algorithms);
        context.Metadata["acr_values_supported"] = ImmutableArray.Create<string?>([.. Strength.All]);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tokens get no row of their own: the device row says what is alive (decision 0003).</summary>
internal sealed class KeepNoTokenRows : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        context.CreateTokenEntry = context.PersistTokenPayload = context.IsReferenceToken = false;
        return ValueTask.CompletedTask;
    }
}
