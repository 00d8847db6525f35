using System.Collections.Frozen;
using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Looks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Operator.Design;

/// <summary>Development: every component that pages are made of, from the same styles and partials; docs/DESIGN.md says when to take which.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class DesignModel : PageModel
{
    public static readonly string[] Colours =
        ["ground", "surface", "sunken", "line", "edge", "ink", "quiet", "accent", "on-accent", "good", "good-tint", "careful", "careful-tint", "stop", "stop-tint"];

    public static readonly string[] Signs =
        ["television", "console", "command-line", "thing", "agent", "browser", "phone", "check", "warning", "stop", "info", "person", "key", "mail", "pencil", "trash", "undo", "clock", "globe", "shield", "offline", "download"];

    /// <summary>A form that was sent too early.</summary>
    public Problem Problem { get; } = new("mail", "problem.mail.incomplete");

    public UserCode Code { get; } = UserCode.TryRead("WDJB-MJHT", out var code) ? code : throw new InvalidOperationException("The sample is no code.");

    public AppCard App { get; } = new(Guid.Empty, "lantern", "Lantern", "Harbour Films", IsVerified: true, AppKind.Tv, "", IsPublic: true, MayUseDeviceCodes: true,
        AllowsCompleteLink: true, UsesDigits: false, TimeSpan.Zero, TimeSpan.Zero, "", FrozenSet<string>.Empty);

    public AppCard Painted => App with { Name = "Fern", Publisher = "Fern & Moss", IsVerified = false, Kind = AppKind.Console, Colour = Colour.Read("#d93025") };
}
