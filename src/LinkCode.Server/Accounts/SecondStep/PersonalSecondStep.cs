using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>That an account has an authenticator app and recovery codes, without what they open.</summary>
internal sealed class PersonalSecondStep(LinkCodeDb db, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(Authenticator), typeof(KeptRecoveryCode)];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var apps = await Apps(whose).AsNoTracking().ToListAsync(cancellation);
        var codes = await Codes(whose).AsNoTracking().OrderBy(code => code.MadeAt).ToListAsync(cancellation);
        return
        [
            texts.Section("authenticatorApp", apps.Select(app => (IReadOnlyList<PersonalFact>)
            [
                texts.Fact("madeAt", app.SetUpAt),
                texts.Fact("confirmedAt", app.ConfirmedAt),
                texts.Fact("lastUsedAt", app.LastUsedAt),
            ])),
            texts.Section("recoveryCodes", codes.Select(code => (IReadOnlyList<PersonalFact>)[texts.Fact("madeAt", code.MadeAt), texts.Fact("usedAt", code.UsedAt)])),
        ];
    }

    public async Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        await Apps(whose).ExecuteDeleteAsync(cancellation);
        await Codes(whose).ExecuteDeleteAsync(cancellation);
    }

    private IQueryable<Authenticator> Apps(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<Authenticator>().Where(app => app.AccountId == id);
    }

    private IQueryable<KeptRecoveryCode> Codes(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<KeptRecoveryCode>().Where(code => code.AccountId == id);
    }
}
