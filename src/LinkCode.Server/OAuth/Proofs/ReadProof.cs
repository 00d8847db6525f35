using LinkCode.Server.Apps;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>Reads the proof of a request for codes or tokens, before any of them is looked at.</summary>
internal sealed class ReadProof(CheckProof check, AppDirectory apps) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.EndpointType is not (OpenIddictServerEndpointType.Token or OpenIddictServerEndpointType.DeviceAuthorization))
        {
            return ValueTask.CompletedTask;
        }

        var request = context.Transaction.GetHttpRequest()!;
        switch (check.Run(request.Headers[Names.Proof], request.Method, request.Path.ToUriComponent(), accessToken: null))
        {
            case ProofAnswer.Shown shown:
                context.Transaction.SetProperty(nameof(ProofAnswer.Shown), shown);
                ProofWords.Offer(request.HttpContext.Response, shown.NextNonce);
                break;
            case ProofAnswer.Wrong wrong:
                context.Reject(ProofWords.Wrong, wrong.Description);
                break;
            case ProofAnswer.NeedsNonce needs:
                ProofWords.Offer(request.HttpContext.Response, needs.Nonce);
                context.Reject(ProofWords.UseNonce, ProofWords.UseNonceDescription);
                break;
            case ProofAnswer.None when context.EndpointType == OpenIddictServerEndpointType.Token && apps.Find(context.ClientId) is { RequiresProof: true }:
                context.Reject(ProofWords.Wrong, ProofWords.MissingDescription);
                break;
            case ProofAnswer.None:
                // A device may also name its key when it asks for codes; AskForCodes sees to that.
                break;
            default:
                throw new InvalidOperationException("An answer of CheckProof is not handled.");
        }

        return ValueTask.CompletedTask;
    }
}
