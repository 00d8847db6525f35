using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Mails a link to make a new password. The answer, and the work, are the same for an address without account.</summary>
internal sealed class ForgotPassword(LinkCodeDb db, UserManager<Account> users, AccountMail mail, AuditTrail trail, TimeProvider time)
{
    /// <summary>What to put right about the address, or null when a mail is on its way.</summary>
    public async Task<Problem?> RunAsync(string? typed, string? next, string network, CancellationToken cancellation)
    {
        if (MailAddress.Read(typed, out var problem) is not { } address)
        {
            return problem;
        }

        var key = OneTimeKey.New();
        var now = time.GetUtcNow();
        var account = await users.FindByEmailAsync(address.Text);

        // Whoever asks again and again for somebody fills neither that person's mailbox nor their list of events.
        if (!(account is null ? mail.NobodyHere(address) : mail.Reset(account, key)))
        {
            return null;
        }

        db.Add(new PasswordReset { Id = Guid.CreateVersion7(now), KeyHash = key.Hash, AccountId = account?.Id, Next = next, ExpiresAt = now + PasswordReset.Lifetime });
        trail.Record(db, new AuditEvent { What = Happenings.ResetAsked, AccountId = account?.Id, Network = network });
        await db.SaveChangesAsync(cancellation);
        return null;
    }
}
