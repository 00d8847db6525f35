using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Hangs proofs (RFC 9449) into OpenIddict, which knows only tokens that are bound to certificates.</summary>
internal static class ProofsDoor
{
    public static void AddProofs(this IServiceCollection services)
    {
        services.AddSingleton<SeenProofs>();
        services.AddSingleton<ProofNonces>();
        services.AddSingleton<CheckProof>();
        services.AddSingleton<CheckBoundToken>();
    }

    public static void UseProofs(this OpenIddictServerBuilder server)
    {
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseSingletonHandler<ReadProof>().SetOrder(ValidateAuthorizationCode.Descriptor.Order - 500));
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseSingletonHandler<CheckNamedKey>().SetOrder(int.MaxValue - 100_000));
        server.AddEventHandler<ExtractUserInfoRequestContext>(handler => handler
            .UseSingletonHandler<TakeBoundToken>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractAccessToken<ExtractUserInfoRequestContext>.Descriptor.Order + 500));
        server.AddEventHandler<ValidateTokenContext>(handler => handler
            .UseSingletonHandler<RefuseUnproven>()
            .SetOrder(Protection.ValidateProofOfPossession.Descriptor.Order));
        server.RemoveEventHandler(Protection.ValidateProofOfPossession.Descriptor);
        server.AddEventHandler<ProcessSignInContext>(handler => handler.UseSingletonHandler<BindTokens>().SetOrder(PrepareRefreshTokenPrincipal.Descriptor.Order + 500));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseSingletonHandler<NameTokenType>().SetOrder(49_000));
        server.AddEventHandler<HandleIntrospectionRequestContext>(handler => handler.UseSingletonHandler<TellBinding>().SetOrder(int.MaxValue - 100_000));
    }

    public static void UseProofs(this OpenIddictValidationBuilder validation)
    {
        validation.AddEventHandler<OpenIddictValidationEvents.ProcessAuthenticationContext>(handler => handler
            .UseSingletonHandler<TakeBoundTokenAtApis>()
            .SetOrder(OpenIddictValidationAspNetCoreHandlers.ExtractAccessTokenFromAuthorizationHeader.Descriptor.Order + 250));
        validation.AddEventHandler<OpenIddictValidationEvents.ValidateTokenContext>(handler => handler
            .UseSingletonHandler<RefuseUnprovenAtApis>()
            .SetOrder(OpenIddictValidationHandlers.Protection.ValidateProofOfPossession.Descriptor.Order));
        validation.RemoveEventHandler(OpenIddictValidationHandlers.Protection.ValidateProofOfPossession.Descriptor);
    }
}
