using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Signs a person in with address and password; as long and in the same words for an address nobody has.</summary>
internal sealed class SignIn(LinkCodeDb db, UserManager<Account> users, PasswordCheck check, Sessions sessions, AuditTrail trail)
{
    public async Task<SignInAnswer> RunAsync(string? mail, string? password, Visitor visitor, CancellationToken cancellation)
    {
        if (MailAddress.Read(mail, out var problem) is not { } address)
        {
            return new SignInAnswer.NoAddress(problem!);
        }

        var account = await users.FindByEmailAsync(address.Text);
        if (check.Claim(address, visitor, account) is { } wait)
        {
            return new SignInAnswer.Wait(wait);
        }

        if (!check.IsRight(address, visitor, account, password))
        {
            trail.Record(db, new AuditEvent { What = Happenings.SignInRefused, AccountId = account?.Id, Network = visitor.Network });
            await db.SaveChangesAsync(cancellation);
            return new SignInAnswer.Wrong();
        }

        if (await Authenticator.Of(db, account!.Id).AnyAsync(cancellation))
        {
            // The check may have made the hash a stronger one.
            await db.SaveChangesAsync(cancellation);
            return new SignInAnswer.CodeNext(new HalfSignIn(account.Id, account.SecurityStamp!));
        }

        return await sessions.BeginAsync(account, [Methods.Password], visitor.Network, cancellation)
            ? new SignInAnswer.SignedIn(account.Id)
            : new SignInAnswer.Disabled();
    }
}

/// <summary>How a sign-in ends.</summary>
internal abstract record SignInAnswer
{
    private SignInAnswer()
    {
    }

    internal sealed record SignedIn(Guid AccountId) : SignInAnswer;

    /// <summary>The password was right, and the account wants a code as well.</summary>
    internal sealed record CodeNext(HalfSignIn Half) : SignInAnswer;

    /// <summary>Address and password do not belong together; which of them, nobody is told.</summary>
    internal sealed record Wrong : SignInAnswer;

    /// <summary>What was typed is no address.</summary>
    internal sealed record NoAddress(Problem Problem) : SignInAnswer;

    /// <summary>Too many tries.</summary>
    internal sealed record Wait(TimeSpan Time) : SignInAnswer;

    /// <summary>The password was right, but an operator has switched the account off.</summary>
    internal sealed record Disabled : SignInAnswer;
}
