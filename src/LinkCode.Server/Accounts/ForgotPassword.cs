using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Mails a link to make a new password. The answer, and the work, are the same for an address without account.</summary>
internal sealed class ForgotPassword(LinkCodeDb db, ILookupNormalizer names, AccountMail mail, AuditTrail trail, TimeProvider time)
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
        // Not kept by the context: saving looks at all it keeps, and would take longer where there is an account.
        var normalized = names.NormalizeEmail(address.Text);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == normalized, cancellation);

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
