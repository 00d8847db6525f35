using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>
/// Refuses an authorization request that says something twice (RFC 6749 §3.1), before anybody takes a redirect address from it:
/// app and server might each believe another one.
/// </summary>
internal sealed class RefuseTwice : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
    {
        var request = context.Transaction.GetHttpRequest()!;
        var isTwice = HttpMethods.IsPost(request.Method) ? request.Form.Any(field => field.Value.Count > 1) : request.Query.Any(field => field.Value.Count > 1);
        if (isTwice)
        {
            context.Reject(Errors.InvalidRequest, "A parameter was sent more than once.");
        }

        return ValueTask.CompletedTask;
    }
}
