using LinkCode.Server.Accounts.Privacy;

namespace LinkCode.Server.Accounts;

/// <summary>What happens once a browser is signed in: it is remembered, and the errand that brought the person goes on.</summary>
internal sealed class Arrivals(IEnumerable<IErrand> errands, Browsers browsers)
{
    /// <summary>The line above the form that says what the person is about to do, or null.</summary>
    public string? Describe(HttpContext http, string? next) => next is null ? null : errands.Select(errand => errand.Describe(http, next)).FirstOrDefault(line => line is not null);

    /// <summary>The account goes and another one takes its errand over.</summary>
    public async Task LeaveAsync(HttpContext http, Guid accountId, string? next, CancellationToken cancellation)
    {
        if (next is null)
        {
            return;
        }

        foreach (var errand in errands)
        {
            await errand.LeaveAsync(http, next, accountId, cancellation);
        }
    }

    /// <summary>The local address to go to.</summary>
    public async Task<string> GoOnAsync(HttpContext http, Guid accountId, string? next, CancellationToken cancellation)
    {
        browsers.Remember(http, accountId);
        if (http.User.IsLeaving())
        {
            return LeavingModel.Path;
        }

        if (next is null)
        {
            return "/";
        }

        foreach (var errand in errands)
        {
            if (await errand.ResumeAsync(http, next, accountId, cancellation) is { } path)
            {
                return path;
            }
        }

        return next;
    }
}
