using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Server.OAuth.Browser;
using LinkCode.Server.OAuth.Checks;
using LinkCode.Server.OAuth.Grants;
using LinkCode.Server.OAuth.Proofs;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;
using Scopes = LinkCode.Server.Apps.Scopes;

namespace LinkCode.Server.OAuth;

/// <summary>The door of the endpoints the RFCs name. OpenIddict checks apps and makes tokens; codes and devices are ours.</summary>
internal static class OAuthRoom
{
    public static void AddOAuth(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OAuthOptions>().BindConfiguration(OAuthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, SigningKeys>();
        services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<SiteOptions>, IOptions<OAuthOptions>, TimeProvider>((server, site, oauth, time) =>
        {
            server.Issuer = site.Value.Address;
            server.AccessTokenLifetime = TimeSpan.FromMinutes(oauth.Value.AccessTokenMinutes);
            server.AuthorizationCodeLifetime = TimeSpan.FromMinutes(1);
            server.TimeProvider = time;
        });
        services.AddSingleton<INews, KeyNews>();
        services.AddSingleton<FreshSignIn>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<INews>(provider => provider.GetRequiredService<Refusals>());
        services.AddProofs();
        services.AddHostedService<RehearseTokens>();
        services.AddScoped<AskToSignIn>();
        services.AddScoped<IErrand, AuthorizeErrand>();
        services.PostConfigure<OpenIddictServerOptions>(server =>
        {
            server.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);

            // Answers by self-sending form need an inline script, and ones after the hash are for tokens in addresses; neither is safe here.
            server.ResponseModes.Remove(ResponseModes.FormPost);
            server.ResponseModes.Remove(ResponseModes.Fragment);
        });
        services.AddOpenIddict()
            .AddServer(AddServer)
            .AddValidation(validation =>
            {
                validation.UseLocalServer();

                // Addresses end up in logs and histories (RFC 6750 §5.3).
                validation.UseAspNetCore().DisableAccessTokenExtractionFromQueryString().DisableAccessTokenExtractionFromBodyForm();
                validation.AddEventHandler<OpenIddictValidationEvents.ValidateTokenContext>(handler =>
                    handler.UseScopedHandler<RefuseRemovedAtApis>().SetOrder(int.MaxValue - 100_000));
                validation.UseProofs();
            });
        services.AddOptions<OpenIddictValidationOptions>().Configure<IOptions<SiteOptions>>((validation, site) =>
            validation.Audiences.Add(site.Value.Address.AbsoluteUri));
    }

    private static void AddServer(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(Names.Authorize)
            .SetDeviceAuthorizationEndpointUris(Names.Device)
            .SetTokenEndpointUris(Names.Token)
            .SetRevocationEndpointUris(Names.Revoke)
            .SetIntrospectionEndpointUris(Names.Introspect)
            .SetUserInfoEndpointUris(Names.UserInfo)
            .SetEndUserVerificationEndpointUris("/link");
        server.AllowDeviceAuthorizationFlow().AllowRefreshTokenFlow().AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.All);
        server.RegisterClaims([.. ProfileClaims.All, Claims.Email, Claims.EmailVerified]);
        server.DisableAccessTokenEncryption();
        server.UseDataProtection().PreferDefaultAccessTokenFormat();

        // Transport is checked by our own gate, which knows the public address; behind a proxy OpenIddict sees plain http.
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableErrorPassthrough().DisableTransportSecurityRequirement();
        UseOurCodes(server);
        UseOurDevices(server);
        server.UseProofs();
        ShapeErrors(server);
    }

    private static void UseOurCodes(OpenIddictServerBuilder server)
    {
        server.AddEventHandler<ProcessRequestContext>(handler => handler.UseSingletonHandler<OnlyAtItsAddress>().SetOrder(InferEndpointType.Descriptor.Order + 500));
        server.AddEventHandler<ExtractAuthorizationRequestContext>(handler => handler
            .UseSingletonHandler<RefuseTwice>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractGetOrPostRequest<ExtractAuthorizationRequestContext>.Descriptor.Order + 500));
        server.AddEventHandler<HandleDeviceAuthorizationRequestContext>(handler => handler.UseScopedHandler<AskForCodes>());
        server.AddEventHandler<ProcessSignInContext>(handler => handler.UseSingletonHandler<AttachCodes>().SetOrder(EvaluateGeneratedTokens.Descriptor.Order + 500));
        server.AddEventHandler<ProcessSignInContext>(handler => handler.UseSingletonHandler<AttachAddresses>().SetOrder(AttachSignInParameters.Descriptor.Order + 500));
        server.RemoveEventHandler(ValidateDeviceCode.Descriptor);
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseScopedHandler<ReadDeviceCode>().SetOrder(ValidateDeviceCode.Descriptor.Order));
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseScopedHandler<CancelDeviceCode>().SetOrder(ValidateGenericToken.Descriptor.Order - 500));

        // MSAL repeats the scope at the token endpoint; it changes nothing, so it does no harm.
        server.RemoveEventHandler(Exchange.ValidateScopeParameter.Descriptor);

        // It says invalid_grant to a wider scope, where RFC 6749 §5.2 says invalid_scope; RefreshTokens checks instead (N46).
        server.RemoveEventHandler(Exchange.ValidateGrantedScopes.Descriptor);
    }

    private static void UseOurDevices(OpenIddictServerBuilder server)
    {
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseScopedHandler<RedeemDeviceCode>());
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseScopedHandler<RefreshTokens>());
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseScopedHandler<RedeemAuthorizationCode>());
        server.AddEventHandler<GenerateTokenContext>(handler => handler.UseSingletonHandler<KeepNoTokenRows>().SetOrder(int.MinValue + 50_000));
        server.RemoveEventHandler(AttachAuthorization.Descriptor);
        server.RemoveEventHandler(Revocation.RevokeToken.Descriptor);
        server.AddEventHandler<HandleIntrospectionRequestContext>(handler => handler.UseSingletonHandler<KeepRefreshTokensUnread>());
        server.AddEventHandler<HandleRevocationRequestContext>(handler => handler.UseScopedHandler<Unlink>());
        server.AddEventHandler<ValidateTokenContext>(handler => handler.UseScopedHandler<RefuseRemoved>().SetOrder(Protection.ValidateExpirationDate.Descriptor.Order + 500));
        server.AddEventHandler<HandleUserInfoRequestContext>(handler => handler.UseScopedHandler<TellAboutAccount>());
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseSingletonHandler<ShapeDiscovery>().SetOrder(int.MaxValue - 100_000));
    }

    private static void ShapeErrors(OpenIddictServerBuilder server)
    {
        Shape<ApplyDeviceAuthorizationResponseContext>(server);
        Shape<ApplyTokenResponseContext>(server);
        Shape<ApplyRevocationResponseContext>(server);
        Shape<ApplyIntrospectionResponseContext>(server);
        Shape<ApplyUserInfoResponseContext>(server);
        server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseSingletonHandler<TurnGuessersAway>().SetOrder(ValidateClientId.Descriptor.Order - 500));
    }

    // After the handlers that turn OpenIddict's words into those of the RFCs, and before the answer is written.
    private static void Shape<TContext>(OpenIddictServerBuilder server)
        where TContext : BaseRequestContext
    {
        server.AddEventHandler<TContext>(handler => handler.UseSingletonHandler<CountRefusals<TContext>>().SetOrder(49_500));
        server.AddEventHandler<TContext>(handler => handler.UseSingletonHandler<ShapeAnswers<TContext>>().SetOrder(50_000));
        server.AddEventHandler<TContext>(handler => handler.UseSingletonHandler<ShapeStatus<TContext>>().SetOrder(100_500));
    }
}
