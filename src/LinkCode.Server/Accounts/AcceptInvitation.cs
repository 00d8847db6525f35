using System.Globalization;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Makes the account an invitation, or the setup, is for, and signs it in. The key is used up with it.</summary>
internal sealed class AcceptInvitation(LinkCodeDb db, NewAccount accounts, Passwords passwords, Sessions sessions, TimeProvider time)
{
    /// <summary>Whether a key is still good, and for which address. Changes nothing.</summary>
    public async Task<GoodInvitation?> LookAsync(string? key, bool isSetup, CancellationToken cancellation)
    {
        if (OneTimeKey.Read(key)?.Hash is not { } hash)
        {
            return null;
        }

        return await Good(hash, isSetup).Select(invitation => new GoodInvitation(invitation.Address)).SingleOrDefaultAsync(cancellation);
    }

    public async Task<AcceptAnswer> RunAsync(string? key, bool isSetup, SignUpForm form, string network, CancellationToken cancellation)
    {
        if (OneTimeKey.Read(key)?.Hash is not { } hash || await LookAsync(key, isSetup, cancellation) is not { } good)
        {
            return new AcceptAnswer.UsedUp();
        }

        var name = DisplayName.Read(form.Name, out var wrongName);
        var address = MailAddress.Read(good.Address ?? form.Mail, out var wrongAddress);
        var wrongPassword = passwords.Judge(form.Password, address, name);
        if (name is null || address is null || wrongPassword is not null)
        {
            return new AcceptAnswer.Refused([.. new[] { wrongName, wrongAddress, wrongPassword }.OfType<Problem>()]);
        }

        // Hashing takes long on purpose, so it is done before the transaction holds everybody's writes up.
        return await MakeAsync(hash, isSetup, new PersonToCome(address, name, passwords.Hash(form.Password!), null), network, cancellation);
    }

    /// <summary>The same with a passkey that was made already, instead of a password.</summary>
    public async Task<AcceptAnswer> RunAsync(string? key, bool isSetup, MailAddress address, string name, Passkey passkey, string network, CancellationToken cancellation) =>
        OneTimeKey.Read(key)?.Hash is { } hash
            ? await MakeAsync(hash, isSetup, new PersonToCome(address, name, null, passkey), network, cancellation)
            : new AcceptAnswer.UsedUp();

    private async Task<AcceptAnswer> MakeAsync(byte[] hash, bool isSetup, PersonToCome person, string network, CancellationToken cancellation)
    {
        var (now, invited) = (time.GetUtcNow(), person.Address.Text);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await Good(hash, isSetup).Where(invitation => invitation.Address == null || invitation.Address == invited)
            .ExecuteUpdateAsync(set => set.SetProperty(invitation => invitation.UsedAt, now), cancellation) != 1)
        {
            return new AcceptAnswer.UsedUp();
        }

        if (await accounts.CreateAsync(invited, person.Name, person.PasswordHash, CultureInfo.CurrentUICulture.Name, isOperator: isSetup, network, person.Passkey) is not { } account)
        {
            return new AcceptAnswer.AlreadyHere();
        }

        await transaction.CommitAsync(cancellation);
        await sessions.BeginAsync(account, [Methods.Mailbox], network, cancellation);
        return new AcceptAnswer.Accepted(account.Id);
    }

    private IQueryable<Invitation> Good(byte[] hash, bool isSetup)
    {
        var now = time.GetUtcNow();

        // Setup is over as soon as anybody has an account.
        return db.Set<Invitation>().Where(invitation => invitation.KeyHash == hash && invitation.MakesOperator == isSetup && invitation.UsedAt == null && invitation.ExpiresAt > now
            && (!isSetup || !db.Set<Account>().Any()));
    }

    private sealed record PersonToCome(MailAddress Address, string Name, string? PasswordHash, Passkey? Passkey)
    {
        public override string ToString() => "(a person to come)";
    }
}

/// <summary>An invitation that can be accepted; the setup's has no address.</summary>
internal sealed record GoodInvitation(string? Address);

/// <summary>What came of accepting.</summary>
internal abstract record AcceptAnswer
{
    private AcceptAnswer()
    {
    }

    /// <summary>The account is there and this browser is signed in.</summary>
    internal sealed record Accepted(Guid AccountId) : AcceptAnswer;

    /// <summary>Something on the form has to be put right.</summary>
    internal sealed record Refused(IReadOnlyList<Problem> Problems) : AcceptAnswer;

    /// <summary>The invited address got an account in the meantime.</summary>
    internal sealed record AlreadyHere : AcceptAnswer;

    /// <summary>The link was used, is too old, or was never ours.</summary>
    internal sealed record UsedUp : AcceptAnswer;
}
