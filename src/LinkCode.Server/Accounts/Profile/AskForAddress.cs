using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Begins a change of address: writes to the old mailbox and to the new one. Does the same, and says the same, when the new address belongs to somebody.</summary>
internal sealed class AskForAddress(LinkCodeDb db, UserManager<Account> users, AddressLetters letters, Throttle throttle, AuditTrail trail, TimeProvider time)
{
    private static readonly ThrottleRule PerAccount = new(Free: 3, TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));
    private static readonly ThrottleRule PerAddress = new(Free: 4, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));

    public async Task<AskForAddressAnswer> RunAsync(Guid accountId, string? typed, string network, CancellationToken cancellation)
    {
        if (MailAddress.Read(typed, out var problem) is not { } address)
        {
            return new AskForAddressAnswer.Refused(problem!);
        }

        var account = await db.Users.AsNoTracking().SingleAsync(row => row.Id == accountId, cancellation);
        if (users.NormalizeEmail(address.Text) == account.NormalizedEmail)
        {
            return new AskForAddressAnswer.Refused(new Problem("mail", "problem.mail.same"));
        }

        if (throttle.Claim([(PerAccount, $"new address {accountId:N}"), (PerAddress, $"mail new address {users.NormalizeEmail(address.Text)}")]) is { } wait)
        {
            return new AskForAddressAnswer.Wait(wait);
        }

        var (now, old, next) = (time.GetUtcNow(), OneTimeKey.New(), OneTimeKey.New());
        var owner = await users.FindByEmailAsync(address.Text);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Set<AddressChange>().Where(change => change.AccountId == accountId && change.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.ClosedAt, now), cancellation);
        db.Add(new AddressChange
        {
            Id = Guid.CreateVersion7(now),
            AccountId = accountId,
            OldAddress = account.Email!,
            NewAddress = address.Text,
            OldKeyHash = old.Hash,
            NewKeyHash = next.Hash,
            StartedAt = now,
            ExpiresAt = now + AddressChange.Lifetime,
        });
        trail.Record(db, new AuditEvent { What = Happenings.AddressAsked, AccountId = accountId, Network = network });
        letters.AskOld(account, address, old, network);
        if (owner is null)
        {
            letters.AskNew(account, address, next);
        }
        else
        {
            letters.AlreadyHere(owner);
        }

        return await TryCommitAsync(transaction, cancellation) ? new AskForAddressAnswer.Asked() : new AskForAddressAnswer.Overtaken();
    }

    private async Task<bool> TryCommitAsync(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return true;
        }
        catch (DbUpdateException error) when (StoreTrouble.IsTaken(error))
        {
            return false;
        }
    }
}

/// <summary>How a change of address begins.</summary>
internal abstract record AskForAddressAnswer
{
    private AskForAddressAnswer()
    {
    }

    /// <summary>Two mails are on their way.</summary>
    internal sealed record Asked : AskForAddressAnswer;

    /// <summary>Another one was begun at the same moment, and that one counts.</summary>
    internal sealed record Overtaken : AskForAddressAnswer;

    /// <summary>Something about the address has to be put right.</summary>
    internal sealed record Refused(Problem Problem) : AskForAddressAnswer;

    /// <summary>Too many changes were begun, or too many mails went to that address.</summary>
    internal sealed record Wait(TimeSpan Time) : AskForAddressAnswer;
}
