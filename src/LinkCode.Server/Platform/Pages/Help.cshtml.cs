using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Pages;

/// <summary>The ten things that go wrong, each with what to do; the anchors are linked from other pages and stay as they are.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class HelpModel(IOptions<SiteOptions> site) : PageModel
{
    public static readonly string[] Topics = ["run-out", "wrong-account", "nothing", "fake", "scripts", "old-browser", "child", "work", "lost-phone", "unlink"];

    public string Address => site.Value.Address.AbsoluteUri.TrimEnd('/');
}
