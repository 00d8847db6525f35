using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Devices;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Grants;

/// <summary>Gives an approved device its tokens, once; again only for whoever proves to be the same device within a minute.</summary>
internal sealed class RedeemDeviceCode(LinkDevice linkDevice, ListDevices devices, AppDirectory apps, ReadAccount accounts, PollLink poll) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsDeviceCodeGrantType())
        {
            return;
        }

        var answer = context.Transaction.GetProperty<PollAnswer>(nameof(PollAnswer));
        var link = (answer as PollAnswer.Approved)?.Link ?? (answer as PollAnswer.Repeat)?.Link;
        if (link?.OwnerId is not { } owner
            || apps.Find(link.AppId) is not { } app
            || await accounts.RunAsync(owner, context.CancellationToken) is not { IsDisabled: false } account)
        {
            context.Reject(Errors.InvalidGrant, "The account behind this code cannot be used.");
            return;
        }

        var device = answer is PollAnswer.Approved ? await linkDevice.RunAsync(link, app) : null;
        if (device is null && link.Challenge is not null)
        {
            device = await devices.FindAsync(link.DeviceId, owner, context.CancellationToken);
        }

        // Once the device has refreshed it has its tokens, and nothing was lost.
        if (device is not { RemovedAt: null, Generation: 1 })
        {
            var (error, description) = ReadDeviceCode.Words(await poll.WhyNotAsync(link, context.CancellationToken));
            context.Reject(error, description);
            return;
        }

        context.Principal = TokenPrincipal.For(device, app, account, device.Generation, context.Options.Issuer!).TellSignIn(Proven.Read(link.ProvenBy, link.ProvenAt));
    }
}
