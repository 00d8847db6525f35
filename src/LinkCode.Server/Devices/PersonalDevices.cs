using LinkCode.Server.Activity;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Devices;

/// <summary>The devices of an account, and those that were.</summary>
internal sealed class PersonalDevices(LinkCodeDb db, AppDirectory apps, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(Device)];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var devices = await Of(whose).AsNoTracking().OrderByDescending(device => device.LastUsedAt).ToListAsync(cancellation);
        return [texts.Section("devices", devices.Select(Tell))];
    }

    public Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation) => Of(whose).ExecuteDeleteAsync(cancellation);

    private List<PersonalFact> Tell(Device device) =>
    [
        texts.Fact("name", device.Name),
        texts.Fact("id", device.Id),
        texts.Fact("app", apps.Find(device.AppId)?.Name),
        texts.Fact("appId", device.AppId),
        texts.Fact("model", device.Model),
        texts.Fact("appVersion", device.AppVersion),
        texts.Fact("installationId", device.InstallationId),
        texts.Fact("scopes", device.Scopes, texts.Allowed(device.Scopes)),
        texts.Fact("how", device.How.ToString(), texts["devices.how." + device.How]),
        texts.Fact("linkedAt", device.LinkedAt),
        texts.Fact("linkedFrom", device.LinkedFromNetwork),
        texts.Fact("lastUsedAt", device.LastUsedAt),
        texts.Fact("network", device.LastNetwork),
        texts.Fact("useCount", device.Generation),
        texts.Fact("renewedAt", device.RotatedAt),
        texts.Fact("removedAt", device.RemovedAt),
        texts.Fact("removedBy", device.RemovedBy?.ToString(), device.RemovedBy is { } by ? texts.Sentence(Happenings.Of(by)) : null),
    ];

    private IQueryable<Device> Of(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<Device>().Where(device => device.AccountId == id);
    }
}
