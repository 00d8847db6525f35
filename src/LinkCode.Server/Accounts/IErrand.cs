namespace LinkCode.Server.Accounts;

/// <summary>
/// What brought a person to the sign-in page, filled by the room that sent them: Codes says which device waits,
/// keeps its code alive on the way, and takes it up again once the person is signed in.
/// </summary>
internal interface IErrand
{
    /// <summary>A sentence for the sign-in and sign-up pages, or null when the address is no errand of this room. Also keeps the errand alive, in the browser that began it.</summary>
    string? Describe(HttpContext http, string next);

    /// <summary>Called by the POST that signed the account in; returns the local address to go to, or null when the errand is not this room's.</summary>
    Task<string?> ResumeAsync(HttpContext http, string next, Guid accountId, CancellationToken cancellation);

    /// <summary>Called when an account that is on this errand leaves it to another one: what it had taken is given back.</summary>
    Task LeaveAsync(HttpContext http, string next, Guid accountId, CancellationToken cancellation) => Task.CompletedTask;
}
