using LinkCode.Server.Activity;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>What is kept about people, who sees it and for how long.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class PrivacyModel(IOptions<AccountsOptions> accounts, IOptions<ActivityOptions> activity) : PageModel
{
    public int EventDays => activity.Value.EventDays;

    public int DeletionDays => accounts.Value.DeletionDays;

    public bool IsSignedIn => User.AccountId() is not null;
}
