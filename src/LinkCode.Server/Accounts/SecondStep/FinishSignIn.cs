using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Signs in whose password was right, with the code that belongs to it.</summary>
internal sealed class FinishSignIn(UserManager<Account> users, CheckCode check, Sessions sessions)
{
    /// <summary>The account a half sign-in is for, or null when it has changed since.</summary>
    public async Task<Account?> LookAsync(HalfSignIn? half) =>
        half is not null && await users.FindByIdAsync(half.AccountId.ToString()) is { } account && account.SecurityStamp == half.Stamp ? account : null;

    public async Task<FinishedAnswer> RunAsync(Account account, string? typed, Visitor visitor, CancellationToken cancellation) =>
        await check.RunAsync(account, typed, visitor, cancellation) switch
        {
            CodeAnswer.Wait(var time) => new FinishedAnswer.Wait(time),
            CodeAnswer.Wrong(var problem) => new FinishedAnswer.Wrong(problem),
            CodeAnswer.Right when await sessions.BeginAsync(account, Methods.PasswordAndCode, visitor.Network, cancellation) => new FinishedAnswer.SignedIn(account.Id),
            CodeAnswer.Right => new FinishedAnswer.Disabled(),
            _ => throw new InvalidOperationException("An answer to a code is not handled."),
        };
}

/// <summary>How the second half of a sign-in ends.</summary>
internal abstract record FinishedAnswer
{
    private FinishedAnswer()
    {
    }

    internal sealed record SignedIn(Guid AccountId) : FinishedAnswer;

    internal sealed record Wrong(Problem Problem) : FinishedAnswer;

    internal sealed record Wait(TimeSpan Time) : FinishedAnswer;

    /// <summary>An operator has switched the account off.</summary>
    internal sealed record Disabled : FinishedAnswer;
}
