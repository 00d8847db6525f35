using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Codes;

/// <summary>Takes a typed code up again after sign-in: the same claim, the same limits, as if it had been typed then.</summary>
internal sealed class LinkErrand(LinkTicket tickets, EnterCode enter, ReadAccount accounts, IHttpContextAccessor http, IStringLocalizer<Text> texts) : IErrand
{
    /// <summary>The address that carries a ticket through sign-in.</summary>
    public const string Path = "/link/review";

    // The sentence is plain text, so the code keeps its order by these two marks.
    private const string LeftToRight = "\u2066";
    private const string EndOfDirection = "\u2069";

    /// <summary>The address of the review of a code.</summary>
    public static string Address(LinkTicket tickets, UserCode code, LinkedHow how) => QueryHelpers.AddQueryString(Path, "ticket", tickets.Seal(code, how));

    public string? Describe(string next)
    {
        if (!TryOpen(next, out var code, out _))
        {
            return null;
        }

        enter.Hold(code);
        return texts["link.errand", LeftToRight + code.Grouped + EndOfDirection];
    }

    public async Task<string?> ResumeAsync(string next, Guid accountId, CancellationToken cancellation)
    {
        if (!TryOpen(next, out var code, out var how) || await accounts.RunAsync(accountId, cancellation) is not { } account)
        {
            return null;
        }

        var network = Limits.Network(http.HttpContext?.Connection.RemoteIpAddress);
        return await enter.RunAsync(code, how, account, network, cancellation) switch
        {
            EnterAnswer.Claimed => next,
            EnterAnswer.Ended ended => $"/link/ended/{ended.DeviceId}",
            EnterAnswer.TooMany => "/link?failed=too-many",
            EnterAnswer.Replaced => "/link?failed=replaced",
            _ => "/link?failed=1",
        };
    }

    private bool TryOpen(string next, out UserCode code, out LinkedHow how)
    {
        (code, how) = (null!, default);
        var question = next.IndexOf('?', StringComparison.Ordinal);
        return question > 0 && next[..question] == Path
            && tickets.TryOpen(QueryHelpers.ParseQuery(next[question..])["ticket"], out code, out how);
    }
}
