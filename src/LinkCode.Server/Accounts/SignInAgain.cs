using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Asks whoever is signed in to prove it once more, and goes on with the same session.</summary>
internal sealed class SignInAgain(LinkCodeDb db, PasswordCheck check, CheckCode codes, Sessions sessions, AuditTrail trail)
{
    public async Task<AgainAnswer> RunAsync(Guid accountId, string? password, string? code, Visitor visitor, CancellationToken cancellation)
    {
        var account = await db.Users.SingleAsync(row => row.Id == accountId, cancellation);
        var address = MailAddress.Read(account.Email, out _) ?? throw new InvalidOperationException("The address of an account cannot be read.");
        if (check.Claim(address, visitor, account) is { } wait)
        {
            return new AgainAnswer.Wait(wait);
        }

        if (!check.IsRight(address, visitor, account, password))
        {
            trail.Record(db, new AuditEvent { What = Happenings.SignInRefused, AccountId = accountId, Network = visitor.Network });
            await db.SaveChangesAsync(cancellation);
            return new AgainAnswer.Wrong(new Problem("password", string.IsNullOrEmpty(password) ? "problem.again.missing" : "problem.again.wrong"));
        }

        var wantsCode = await codes.IsWantedAsync(accountId, cancellation);
        switch (wantsCode ? await codes.RunAsync(account, code, visitor, cancellation) : new CodeAnswer.Right())
        {
            case CodeAnswer.Wait(var time):
                return new AgainAnswer.Wait(time);
            case CodeAnswer.Wrong(var problem):
                return new AgainAnswer.Wrong(problem);
            default:
                return await sessions.RenewAsync(account, wantsCode ? Methods.PasswordAndCode : [Methods.Password], visitor.Network, cancellation)
                    ? new AgainAnswer.Renewed()
                    : new AgainAnswer.Over();
        }
    }
}

/// <summary>How a second sign-in of the same person ends.</summary>
internal abstract record AgainAnswer
{
    private AgainAnswer()
    {
    }

    internal sealed record Renewed : AgainAnswer;

    internal sealed record Wrong(Problem Problem) : AgainAnswer;

    /// <summary>Too many tries.</summary>
    internal sealed record Wait(TimeSpan Time) : AgainAnswer;

    /// <summary>The account may not be signed in any more.</summary>
    internal sealed record Over : AgainAnswer;
}
