using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts;

/// <summary>Switches an account off, so that it signs in nowhere and its sessions end, or on again.</summary>
internal sealed class SwitchAccount(LinkCodeDb db, UserManager<Account> users, AuditTrail trail, TimeProvider time)
{
    /// <summary>False when nobody has this address.</summary>
    public async Task<bool> RunAsync(string typed, bool on)
    {
        if (MailAddress.Read(typed, out _) is not { } address || await users.FindByEmailAsync(address.Text) is not { } account)
        {
            return false;
        }

        account.DisabledAt = on ? null : account.DisabledAt ?? time.GetUtcNow();
        trail.Record(db, new AuditEvent { What = on ? Happenings.Enabled : Happenings.Disabled, AccountId = account.Id });
        if (await users.UpdateSecurityStampAsync(account) is { Succeeded: false } failed)
        {
            throw new InvalidOperationException($"The account was changed by somebody else at the same moment: {failed}");
        }

        await SessionBook.EndAllAsync(db, account.Id, but: null, CancellationToken.None);
        return true;
    }
}
