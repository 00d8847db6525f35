using LinkCode.Server.Codes;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace LinkCode.Server.OAuth.Checks;

/// <summary>Gives every error its page, and a waiting device the extra members of X5.</summary>
internal sealed class ShapeAnswers<TContext>(IOptions<SiteOptions> site) : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var response = context.Transaction.Response!;
        if (string.IsNullOrEmpty(response.Error))
        {
            return ValueTask.CompletedTask;
        }

        response.ErrorUri = site.Value.Link("errors/" + response.Error);
        switch (context.Transaction.GetProperty<PollAnswer>(nameof(PollAnswer)))
        {
            case PollAnswer.Pending pending:
                response["link_status"] = PollWords.Status(pending.State);
                response["expires_in"] = pending.ExpiresInSeconds;
                if (pending.State == LinkState.Claimed)
                {
                    response["confirm"] = PollWords.Confirm(pending.ConfirmNumber);
                }

                break;
            case PollAnswer.SlowDown slow:
                response["interval"] = slow.IntervalSeconds;
                break;
            default:
                break;
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Too many requests are 429, which OpenIddict has no word for.</summary>
internal sealed class ShapeStatus<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.GetHttpRequest()?.HttpContext is { } http && Overload.Said(http) is { } status)
        {
            http.Response.StatusCode = status;
        }

        return ValueTask.CompletedTask;
    }
}
