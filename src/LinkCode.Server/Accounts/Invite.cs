using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Invites an address to make an account. Only operators get here, so they are told when it has one.</summary>
internal sealed class Invite(LinkCodeDb db, UserManager<Account> users, AccountMail mail, AuditTrail trail, TimeProvider time)
{
    public async Task<InviteAnswer> RunAsync(string typed, CancellationToken cancellation)
    {
        if (MailAddress.Read(typed, out _) is not { } address)
        {
            return new InviteAnswer.NoAddress();
        }

        if (await users.FindByEmailAsync(address.Text) is not null)
        {
            return new InviteAnswer.AlreadyHere();
        }

        var now = time.GetUtcNow();
        var key = OneTimeKey.New();
        db.Add(new Invitation { Id = Guid.CreateVersion7(now), KeyHash = key.Hash, Address = address.Text, ExpiresAt = now + Invitation.Lifetime });
        trail.Record(db, new AuditEvent { What = Happenings.Invited });
        mail.Invited(address, key);
        await db.SaveChangesAsync(cancellation);
        return new InviteAnswer.Invited(AccountMail.InvitationPath(key));
    }
}

/// <summary>What came of an invitation.</summary>
internal abstract record InviteAnswer
{
    private InviteAnswer()
    {
    }

    /// <summary>A mail is on its way; the same link, in case mail does not work yet.</summary>
    internal sealed record Invited(string Path) : InviteAnswer
    {
        public override string ToString() => "(an invitation)";
    }

    internal sealed record AlreadyHere : InviteAnswer;

    internal sealed record NoAddress : InviteAnswer;
}
