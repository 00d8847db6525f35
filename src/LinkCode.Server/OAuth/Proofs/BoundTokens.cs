using System.Text.Json.Nodes;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Takes the token of an <c>Authorization: DPoP</c> header at the userinfo endpoint.</summary>
internal sealed class TakeBoundToken : IOpenIddictServerHandler<ExtractUserInfoRequestContext>
{
    public ValueTask HandleAsync(ExtractUserInfoRequestContext context)
    {
        if (CheckBoundToken.Read(context.Transaction.GetHttpRequest()!) is { } token)
        {
            context.Request!.AccessToken = token;
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>The same at our own APIs.</summary>
internal sealed class TakeBoundTokenAtApis : IOpenIddictValidationHandler<OpenIddictValidationEvents.ProcessAuthenticationContext>
{
    public ValueTask HandleAsync(OpenIddictValidationEvents.ProcessAuthenticationContext context)
    {
        if (context.ExtractAccessToken && context.Transaction.GetHttpRequest() is { } request && CheckBoundToken.Read(request) is { } token)
        {
            context.AccessToken = token;
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Stands where OpenIddict would look for the certificate a token is bound to: ours are bound to keys.</summary>
internal sealed class RefuseUnproven(CheckBoundToken check) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context is { EndpointType: OpenIddictServerEndpointType.UserInfo, Principal: { } token }
            && check.Problem(context.Transaction.GetHttpRequest()!, token) is { } problem)
        {
            context.Reject(problem.Error, problem.Description);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>The same at our own APIs.</summary>
internal sealed class RefuseUnprovenAtApis(CheckBoundToken check) : IOpenIddictValidationHandler<OpenIddictValidationEvents.ValidateTokenContext>
{
    public ValueTask HandleAsync(OpenIddictValidationEvents.ValidateTokenContext context)
    {
        if (context.Principal is { } token && context.Transaction.GetHttpRequest() is { } request && check.Problem(request, token) is { } problem)
        {
            context.Reject(problem.Error, problem.Description);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Binds the tokens to the key that the request has proven, once OpenIddict has put its own claims into them.</summary>
internal sealed class BindTokens : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.Transaction.ProvenKey() is { } key)
        {
            context.AccessTokenPrincipal?.BindTo(key);
            context.RefreshTokenPrincipal?.BindTo(key);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Says of bound tokens that they are: in the answer that brings them (RFC 9449 §5).</summary>
internal sealed class NameTokenType : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (!string.IsNullOrEmpty(context.Response?.AccessToken) && context.Transaction.ProvenKey() is not null)
        {
            context.Response.TokenType = ProofWords.Scheme;
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>And where an API asks about one (RFC 9449 §6.2).</summary>
internal sealed class TellBinding : IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    public ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        if (context.GenericTokenPrincipal?.BoundTo() is { } thumbprint)
        {
            context.TokenType = context.GenericTokenPrincipal.GetTokenType() == TokenTypeIdentifiers.AccessToken ? ProofWords.Scheme : context.TokenType;
            context.Claims[KeyClaims.Confirmation] = new JsonObject { [KeyClaims.Thumbprint] = thumbprint };
        }

        return ValueTask.CompletedTask;
    }
}
