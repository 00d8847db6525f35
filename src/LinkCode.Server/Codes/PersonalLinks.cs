using LinkCode.Server.Activity;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Codes;

/// <summary>The codes an account has typed in the last hours.</summary>
internal sealed class PersonalLinks(LinkCodeDb db, AppDirectory apps, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(LinkRequest)];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var links = await Of(whose).AsNoTracking().ToListAsync(cancellation);
        return [texts.Section("codes", links.OrderByDescending(link => link.CreatedAt).Select(link => (IReadOnlyList<PersonalFact>)
        [
            texts.Fact("deviceId", link.DeviceId),
            texts.Fact("app", apps.Find(link.AppId)?.Name),
            texts.Fact("appId", link.AppId),
            texts.Fact("state", link.State.ToString()),
            texts.Fact("how", link.How.ToString(), texts["devices.how." + link.How]),
            texts.Fact("askedAt", link.CreatedAt),
            texts.Fact("claimedAt", link.ClaimedAt),
            texts.Fact("decidedAt", link.DecidedAt),
            texts.Fact("usedAt", link.RedeemedAt),
            texts.Fact("until", link.ExpiresAt),
            texts.Fact("scopes", link.Scopes, texts.Allowed(link.Scopes)),
            texts.Fact("network", link.Network),
            texts.Fact("name", link.Facts.Name),
            texts.Fact("type", link.Facts.Type),
            texts.Fact("model", link.Facts.Model),
            texts.Fact("appVersion", link.Facts.AppVersion),
            texts.Fact("installationId", link.Facts.InstallationId),
            texts.Fact("languages", link.Facts.Languages),
            texts.Fact("provenBy", link.ProvenBy),
            texts.Fact("provenAt", link.ProvenAt),
        ]))];
    }

    public async Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        // Found first: the table has no index for it, and devices that ask for codes must not wait for the search.
        var ids = await Of(whose).Select(link => link.Id).ToListAsync(cancellation);
        await db.Set<LinkRequest>().Where(link => ids.Contains(link.Id)).ExecuteDeleteAsync(cancellation);
    }

    private IQueryable<LinkRequest> Of(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<LinkRequest>().Where(link => link.OwnerId == id);
    }
}
