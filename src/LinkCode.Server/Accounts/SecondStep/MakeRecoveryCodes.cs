using System.Security.Cryptography;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>Makes ten recovery codes, to be shown this once. Those of before are dead.</summary>
internal sealed class MakeRecoveryCodes(LinkCodeDb db, UserManager<Account> users, AuditTrail trail, AccountMail mail, TimeProvider time)
{
    private const int Count = 10;

    public async Task<IReadOnlyList<RecoveryCode>> RunAsync(Guid accountId, string network, CancellationToken cancellation)
    {
        if (await users.FindByIdAsync(accountId.ToString()) is not { } account)
        {
            return [];
        }

        // Hashing takes long on purpose, so it is done before the transaction holds everybody's writes up.
        var codes = Enumerable.Range(0, Count).Select(_ => RecoveryCode.New()).Distinct().ToList();
        var (salt, now) = (RandomNumberGenerator.GetBytes(KeptRecoveryCode.SaltLength), time.GetUtcNow());
        var kept = codes.ConvertAll(code => new KeptRecoveryCode { AccountId = accountId, Hash = code.Hash(salt), Salt = salt, MadeAt = now });
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Set<KeptRecoveryCode>().Where(code => code.AccountId == accountId).ExecuteDeleteAsync(cancellation);
        db.AddRange(kept);
        trail.Record(db, new AuditEvent { What = Happenings.RecoveryCodesMade, AccountId = accountId, Network = network });
        mail.Notice(account, "codesMade", network);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return codes;
    }
}
