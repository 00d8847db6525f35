using LinkCode.Server.Activity;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;

namespace LinkCode.Server.Devices;

/// <summary>Every write of a device. Each is one conditional statement; it happened if one row changed, and then stands in the audit trail with the same commit.</summary>
internal sealed class DeviceStore(WriteQueue writes, AuditTrail trail)
{
    private const string InsertRow =
        "INSERT INTO \"Devices\" (\"Id\", \"AccountId\", \"AppId\", \"Name\", \"Model\", \"AppVersion\", \"InstallationId\", \"Scopes\", \"How\", \"LinkedAt\", \"LinkedFromNetwork\", \"LastUsedAt\", \"LastNetwork\", \"Generation\", \"RotatedAt\") " +
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, $11, 1, $10";

    /// <summary>Writes the device that comes of a redeemed code, in the transaction that redeems it. The same installation linked before is replaced.</summary>
    public void Insert(WriteBatch batch, Device device)
    {
        Replace(batch, device);
        batch.Add(InsertRow + ")", Values(device));
        TellLinked(batch, device);
    }

    /// <summary>Writes a device that came without a code. False when its id is taken: the authorization code was used before.</summary>
    public async Task<bool> InsertAsync(Device device) =>
        await writes.RunAsync(new Statement(InsertRow + ") ON CONFLICT DO NOTHING", Values(device)), batch =>
        {
            Replace(batch, device);
            TellLinked(batch, device);
        }) == 1;

    /// <summary>Exchanges the refresh token of one generation for the next.</summary>
    public Task<bool> RotateAsync(Guid id, Guid appId, int generation, DateTimeOffset now, DateTimeOffset usedAfter, DateTimeOffset linkedAfter, string network) => OneRow(
        "UPDATE \"Devices\" SET \"Generation\" = \"Generation\" + 1, \"RotatedAt\" = $4, \"LastUsedAt\" = $4, \"LastNetwork\" = $6 " +
        "WHERE \"Id\" = $1 AND \"AppId\" = $2 AND \"Generation\" = $3 AND \"RemovedAt\" IS NULL AND \"LastUsedAt\" > $5 AND \"LinkedAt\" > $7",
        id, appId, generation, now.UtcTicks, usedAfter.UtcTicks, network, linkedAfter.UtcTicks);

    /// <summary>Removes a device of an account and, in the same transaction, writes what tells of it.</summary>
    public Task<bool> RemoveAsync(Guid id, Guid accountId, DateTimeOffset now, RemovedBy by, string network, Action<WriteBatch>? tell = null) => TellIfAsync(
        Event(Happenings.Of(by), id, accountId, network) + tell,
        "UPDATE \"Devices\" SET \"RemovedAt\" = $3, \"RemovedBy\" = $4 WHERE \"Id\" = $1 AND \"AccountId\" = $2 AND \"RemovedAt\" IS NULL",
        id, accountId, now.UtcTicks, (int)by);

    /// <summary>Takes a device off the list that its owner had signed out.</summary>
    public Task<bool> ClearAsync(Guid id, Guid accountId, DateTimeOffset now, RemovedBy by, string network, Action<WriteBatch>? tell = null) => TellIfAsync(
        Event(Happenings.Of(by), id, accountId, network) + tell,
        "UPDATE \"Devices\" SET \"RemovedAt\" = $3, \"RemovedBy\" = $4 WHERE \"Id\" = $1 AND \"AccountId\" = $2 AND \"RemovedBy\" = $5",
        id, accountId, now.UtcTicks, (int)by, (int)RemovedBy.SignOut);

    /// <summary>Puts a signed-out device back on the list that its owner cleared moments ago; it stays signed out.</summary>
    public Task<bool> UnclearAsync(Guid id, Guid accountId, DateTimeOffset clearedAfter, string network) => TellIfAsync(
        Event(Happenings.Restored, id, accountId, network),
        "UPDATE \"Devices\" SET \"RemovedBy\" = $4 WHERE \"Id\" = $1 AND \"AccountId\" = $2 AND \"RemovedBy\" = $3 AND \"RemovedAt\" > $5",
        id, accountId, (int)RemovedBy.Cleared, (int)RemovedBy.SignOut, clearedAfter.UtcTicks);

    /// <summary>Brings a device back that its owner removed moments ago.</summary>
    public Task<bool> RestoreAsync(Guid id, Guid accountId, DateTimeOffset removedAfter, string network) => TellIfAsync(
        Event(Happenings.Restored, id, accountId, network),
        "UPDATE \"Devices\" SET \"RemovedAt\" = NULL, \"RemovedBy\" = NULL WHERE \"Id\" = $1 AND \"AccountId\" = $2 AND \"RemovedBy\" = $3 AND \"RemovedAt\" > $4",
        id, accountId, (int)RemovedBy.Person, removedAfter.UtcTicks);

    /// <summary>Gives a device on the list another name.</summary>
    public Task<bool> RenameAsync(Guid id, Guid accountId, string name, string network) => TellIfAsync(
        Event(Happenings.Renamed, id, accountId, network),
        "UPDATE \"Devices\" SET \"Name\" = $3 WHERE \"Id\" = $1 AND \"AccountId\" = $2 AND (\"RemovedAt\" IS NULL OR \"RemovedBy\" = $4)",
        id, accountId, name, (int)RemovedBy.SignOut);

    /// <summary>Notes that a device used our own pages for programs.</summary>
    public Task<bool> TouchAsync(Guid id, DateTimeOffset now, string network) => OneRow(
        "UPDATE \"Devices\" SET \"LastUsedAt\" = $2, \"LastNetwork\" = $3 WHERE \"Id\" = $1 AND \"RemovedAt\" IS NULL",
        id, now.UtcTicks, network);

    private Action<WriteBatch> Event(string what, Guid id, Guid accountId, string network) =>
        batch => trail.Record(batch, new AuditEvent { What = what, AccountId = accountId, DeviceId = id, Network = network });

    private void TellLinked(WriteBatch batch, Device device) => trail.Record(batch, new AuditEvent
    {
        What = Happenings.Linked,
        AccountId = device.AccountId,
        AppId = device.AppId,
        DeviceId = device.Id,
        Network = device.LinkedFromNetwork,
    });

    private async Task<bool> TellIfAsync(Action<WriteBatch>? tell, string sql, params object?[] values) => await writes.RunAsync(new Statement(sql, values), tell) == 1;

    private async Task<bool> OneRow(string sql, params object?[] values) => await writes.RunAsync(new Statement(sql, values)) == 1;

    private static void Replace(WriteBatch batch, Device device)
    {
        if (device.InstallationId.Length > 0)
        {
            batch.Add(
                "UPDATE \"Devices\" SET \"RemovedAt\" = $4, \"RemovedBy\" = $5 WHERE \"AccountId\" = $1 AND \"AppId\" = $2 AND \"InstallationId\" = $3 AND \"Id\" <> $7 AND (\"RemovedAt\" IS NULL OR \"RemovedBy\" = $6)",
                device.AccountId, device.AppId, device.InstallationId, device.LinkedAt.UtcTicks, (int)RemovedBy.LinkedAgain, (int)RemovedBy.SignOut, device.Id);
        }
    }

    private static object?[] Values(Device device) =>
    [
        device.Id, device.AccountId, device.AppId, device.Name, device.Model, device.AppVersion, device.InstallationId, device.Scopes,
        (int)device.How, device.LinkedAt.UtcTicks, device.LinkedFromNetwork,
    ];
}
