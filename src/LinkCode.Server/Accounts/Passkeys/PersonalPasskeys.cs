using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>The passkeys of an account: their public halves, which open nothing.</summary>
internal sealed class PersonalPasskeys(LinkCodeDb db, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(Passkey)];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var passkeys = await Of(whose).AsNoTracking().ToListAsync(cancellation);
        return [texts.Section("passkeys", passkeys.OrderBy(passkey => passkey.Data.CreatedAt).Select(passkey => (IReadOnlyList<PersonalFact>)
        [
            texts.Fact("name", passkey.Data.Name),
            texts.Fact("madeAt", passkey.Data.CreatedAt),
            texts.Fact("lastUsedAt", passkey.LastUsedAt),
            texts.Fact("id", Convert.ToBase64String(passkey.CredentialId)),
            texts.Fact("publicKey", Convert.ToBase64String(passkey.Data.PublicKey)),
            texts.Fact("useCount", (long)passkey.Data.SignCount),
            texts.Fact("transports", string.Join(' ', passkey.Data.Transports ?? [])),
            texts.Fact("isBackedUp", passkey.Data.IsBackedUp),
        ]))];
    }

    public Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation) => Of(whose).ExecuteDeleteAsync(cancellation);

    private IQueryable<Passkey> Of(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<Passkey>().Where(passkey => passkey.UserId == id);
    }
}
