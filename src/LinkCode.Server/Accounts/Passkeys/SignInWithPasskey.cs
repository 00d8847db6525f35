using LinkCode.Server.Activity;
using LinkCode.Server.Data;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Signs a person in with a passkey, without a name: the passkey says whose it is.</summary>
internal sealed class SignInWithPasskey(LinkCodeDb db, UsePasskey use, Sessions sessions, AuditTrail trail)
{
    public async Task<PasskeySignInAnswer> RunAsync(string? credential, string network, CancellationToken cancellation)
    {
        var account = await use.RunAsync(credential, cancellation);
        if (account is not null && await sessions.BeginAsync(account, Methods.Passkey, network, cancellation))
        {
            return new PasskeySignInAnswer.SignedIn(account.Id);
        }

        trail.Record(db, new AuditEvent { What = Happenings.SignInRefused, AccountId = account?.Id, Network = network });
        await db.SaveChangesAsync(cancellation);
        return new PasskeySignInAnswer.Refused();
    }
}

/// <summary>How a sign-in by passkey ends.</summary>
internal abstract record PasskeySignInAnswer
{
    private PasskeySignInAnswer()
    {
    }

    internal sealed record SignedIn(Guid AccountId) : PasskeySignInAnswer;

    /// <summary>No passkey of anybody who may sign in here, or not in answer to what this browser was asked; which of these, nobody is told.</summary>
    internal sealed record Refused : PasskeySignInAnswer;
}
