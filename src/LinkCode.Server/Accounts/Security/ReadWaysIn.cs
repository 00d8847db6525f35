using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Security;

/// <summary>Looks up how somebody can get into an account.</summary>
internal sealed class ReadWaysIn(LinkCodeDb db)
{
    public async Task<WaysIn?> RunAsync(Guid accountId, CancellationToken cancellation)
    {
        var account = await db.Users.AsNoTracking().Where(row => row.Id == accountId)
            .Select(row => new { row.DisplayName, row.Picture, row.Email, HasPassword = row.PasswordHash != null }).SingleOrDefaultAsync(cancellation);
        if (account is null)
        {
            return null;
        }

        var passkeys = await db.Set<Passkey>().CountAsync(passkey => passkey.UserId == accountId, cancellation);
        var app = await Authenticator.Of(db, accountId).AsNoTracking().Select(row => new AppInUse(row.ConfirmedAt!.Value, row.LastUsedAt!.Value)).SingleOrDefaultAsync(cancellation);
        var codes = await KeptRecoveryCode.Unused(db, accountId).CountAsync(cancellation);
        return new WaysIn(account.DisplayName, account.Picture, account.Email!, account.HasPassword, passkeys, app, codes);
    }
}
