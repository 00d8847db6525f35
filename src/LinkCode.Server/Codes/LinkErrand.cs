using LinkCode.Server.Accounts;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Codes;

/// <summary>Takes a typed code up again after sign-in: the same claim, the same limits, as if it had been typed then.</summary>
internal sealed class LinkErrand(LinkTicket tickets, EnterCode enter, HoldCodes holds, ReleaseLink release, ReadAccount accounts, IStringLocalizer<Text> texts) : IErrand
{
    /// <summary>The address that carries a ticket through sign-in.</summary>
    public const string Path = "/link/review";

    // The sentence is plain text, so the code keeps its order by these two marks.
    private const string LeftToRight = "\u2066";
    private const string EndOfDirection = "\u2069";

    /// <summary>The address of the review of the code in a ticket.</summary>
    public static string Address(string ticket) => QueryHelpers.AddQueryString(Path, "ticket", ticket);

    /// <summary>The address where a code is compared with the screen before it is entered.</summary>
    public static string ToCompare(UserCode code) => QueryHelpers.AddQueryString("/link", "user_code", code.Grouped);

    public string? Describe(HttpContext http, string next)
    {
        if (!TryOpen(next, out var code, out _, out var mark))
        {
            return null;
        }

        // Whoever was only sent the address, or looks at it for somebody, keeps nobody's code alive.
        if (tickets.IsFrom(http, mark))
        {
            holds.Ask(code);
        }

        return texts["link.errand", LeftToRight + code.Grouped + EndOfDirection];
    }

    public async Task<string?> ResumeAsync(HttpContext http, string next, Guid accountId, CancellationToken cancellation)
    {
        if (!TryOpen(next, out var code, out var how, out var mark) || await accounts.RunAsync(accountId, cancellation) is not { } account)
        {
            return null;
        }

        if (!tickets.IsFrom(http, mark))
        {
            return ToCompare(code);
        }

        var network = Limits.Network(http.Connection.RemoteIpAddress);
        return await enter.RunAsync(code, how, account, network, cancellation) switch
        {
            EnterAnswer.Claimed => next,
            EnterAnswer.Ended ended => $"/link/ended/{ended.DeviceId}",
            EnterAnswer.TooMany => "/link?failed=too-many",
            EnterAnswer.Replaced => "/link?failed=replaced",
            _ => "/link?failed=1",
        };
    }

    public async Task LeaveAsync(HttpContext http, string next, Guid accountId, CancellationToken cancellation)
    {
        if (TryOpen(next, out var code, out _, out _))
        {
            await release.RunAsync(code, accountId, cancellation);
        }
    }

    private bool TryOpen(string next, out UserCode code, out LinkedHow how, out string mark)
    {
        (code, how, mark) = (null!, default, "");
        var question = next.IndexOf('?', StringComparison.Ordinal);
        return question > 0 && next[..question] == Path
            && tickets.TryOpen(QueryHelpers.ParseQuery(next[question..])["ticket"], out code, out how, out mark);
    }
}
