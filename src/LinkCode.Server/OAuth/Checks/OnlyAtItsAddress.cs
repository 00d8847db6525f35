using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>
/// Lets an endpoint answer at its own address alone, where the gate stands. OpenIddict also knows it by a slash at the end and
/// by letters that are escaped twice.
/// </summary>
internal sealed class OnlyAtItsAddress : IOpenIddictServerHandler<ProcessRequestContext>
{
    private static readonly PathString[] Addresses = [Names.Authorize, Names.Device, Names.Token, Names.Revoke, Names.Introspect, Names.UserInfo];

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        var isOurs = context.EndpointType switch
        {
            OpenIddictServerEndpointType.Unknown or OpenIddictServerEndpointType.Configuration or OpenIddictServerEndpointType.JsonWebKeySet => true,

            // /link is a plain page of ours, not OpenIddict's.
            OpenIddictServerEndpointType.EndUserVerification => false,
            _ => Addresses.Contains(context.Transaction.GetHttpRequest()!.Path),
        };
        if (!isOurs)
        {
            context.SkipRequest();
        }

        return ValueTask.CompletedTask;
    }
}
