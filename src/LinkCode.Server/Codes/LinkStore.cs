using System.Buffers.Binary;
using LinkCode.Server.Accounts;
using LinkCode.Server.Data;

namespace LinkCode.Server.Codes;

/// <summary>
/// Every write of a link request. Each transition is one conditional statement; it happened if one row changed, and memory takes it over
/// with the commit: once somebody has been refused because of it, no poll says "not yet" any more.
/// </summary>
internal sealed class LinkStore(WriteQueue writes, LinkIndex index, CodesMeter meter)
{
    private const string Open = "\"State\" IN (0, 1) AND \"ExpiresAt\" > $2";
    private const string Claimed = "\"State\" = 1 AND \"OwnerId\" = $3 AND \"ExpiresAt\" > $2";

    /// <summary>Stores a new request. False when its user code is taken.</summary>
    public Task<bool> InsertAsync(LinkRequest link) => Counted(() => meter.Count(LinkState.Pending, link.AppId), Insert(link));

    /// <summary>Keeps an open code alive for a person on the way.</summary>
    public Task<bool> HoldAsync(Guid id, DateTimeOffset now, DateTimeOffset until) => OneRow(
        "UPDATE \"LinkRequests\" SET \"ExpiresAt\" = CASE WHEN \"ExpiresAt\" >= $3 OR \"ExpiresAt\" >= \"HardStopAt\" THEN \"ExpiresAt\" WHEN $3 < \"HardStopAt\" THEN $3 ELSE \"HardStopAt\" END " +
        $"WHERE \"Id\" = $1 AND {Open}",
        id, now.UtcTicks, until.UtcTicks);

    /// <summary>Gives an open code to one account until the lease ends; again for the same account renews it.</summary>
    public Task<bool> ClaimAsync(Guid id, DateTimeOffset now, Guid owner, DateTimeOffset lease, DateTimeOffset until, LinkedHow how, Action? takeOver = null) => Counted(null, new Statement(
        "UPDATE \"LinkRequests\" SET \"State\" = 1, \"ClaimedAt\" = CASE WHEN \"OwnerId\" = $3 THEN \"ClaimedAt\" ELSE $2 END, " +
        "\"OwnerId\" = $3, \"LeaseUntil\" = $4, \"How\" = $6, " +
        "\"ExpiresAt\" = CASE WHEN \"ExpiresAt\" >= $5 OR \"ExpiresAt\" >= \"HardStopAt\" THEN \"ExpiresAt\" WHEN $5 < \"HardStopAt\" THEN $5 ELSE \"HardStopAt\" END " +
        $"WHERE \"Id\" = $1 AND {Open} AND (\"State\" = 0 OR \"OwnerId\" = $3 OR \"LeaseUntil\" <= $2)",
        id, now.UtcTicks, owner, lease.UtcTicks, until.UtcTicks, (int)how), takeOver: () =>
        {
            // Before memory knows it, because a claim that only goes on does not count.
            meter.Claimed(id);
            takeOver?.Invoke();
        });

    /// <summary>Gives a claimed code back.</summary>
    public Task<bool> ReleaseAsync(Guid id, DateTimeOffset now, Guid owner) => Counted(null, new Statement(
        $"UPDATE \"LinkRequests\" SET \"State\" = 0, \"OwnerId\" = NULL, \"LeaseUntil\" = NULL, \"ClaimedAt\" = NULL WHERE \"Id\" = $1 AND {Claimed}",
        id, now.UtcTicks, owner), takeOver: () => index.Became(id, LinkState.Pending));

    /// <summary>The owner's yes, and in the same transaction what tells of it. The device gets at least until the given time to fetch its tokens.</summary>
    public Task<bool> ApproveAsync(Guid id, DateTimeOffset now, Guid owner, DateTimeOffset shownBefore, DateTimeOffset until, Action<WriteBatch> tell, Proven? proven = null)
    {
        var approve = new Statement(
            "UPDATE \"LinkRequests\" SET \"State\" = 2, \"DecidedAt\" = $2, \"ProvenBy\" = $6, \"ProvenAt\" = $7, \"ExpiresAt\" = CASE WHEN \"ExpiresAt\" > $5 THEN \"ExpiresAt\" ELSE $5 END " +
            $"WHERE \"Id\" = $1 AND {Claimed} AND \"ClaimedAt\" <= $4",
            id, now.UtcTicks, owner, shownBefore.UtcTicks, until.UtcTicks, proven?.Words, proven?.At.UtcTicks);
        return Counted(() => meter.Became(LinkState.Approved, id), approve, tell, () => index.Became(id, LinkState.Approved, until));
    }

    /// <summary>The owner's no.</summary>
    public Task<bool> DenyAsync(Guid id, DateTimeOffset now, Guid owner) => Becomes(
        LinkState.Denied,
        $"UPDATE \"LinkRequests\" SET \"State\" = 4, \"DecidedAt\" = $2 WHERE \"Id\" = $1 AND {Claimed}",
        id, now.UtcTicks, owner);

    /// <summary>Takes a yes back before the device used it.</summary>
    public Task<bool> WithdrawAsync(Guid id, DateTimeOffset now, Guid owner, Action<WriteBatch>? tell = null) => Counted(() => meter.Became(LinkState.Denied, id), new Statement(
        "UPDATE \"LinkRequests\" SET \"State\" = 4, \"DecidedAt\" = $2 WHERE \"Id\" = $1 AND \"State\" = 2 AND \"OwnerId\" = $3",
        id, now.UtcTicks, owner), tell, () => index.Became(id, LinkState.Denied));

    /// <summary>The device gives up; a yes it has not used yet dies with it.</summary>
    public Task<bool> CancelAsync(Guid id, DateTimeOffset now, Guid appId) => Becomes(
        LinkState.Cancelled,
        "UPDATE \"LinkRequests\" SET \"State\" = 5, \"DecidedAt\" = $2 WHERE \"Id\" = $1 AND \"State\" IN (0, 1, 2) AND \"ExpiresAt\" > $2 AND \"AppId\" = $3",
        id, now.UtcTicks, appId);

    /// <summary>Ends an open request whose time is over, before its device is told so.</summary>
    public Task<bool> ExpireAsync(Guid id, DateTimeOffset now) => OneRow(
        "UPDATE \"LinkRequests\" SET \"State\" = 6 WHERE \"Id\" = $1 AND \"State\" IN (0, 1) AND \"ExpiresAt\" <= $2",
        id, now.UtcTicks);

    /// <summary>Marks an approved request as used and, in the same transaction, writes the device that comes of it.</summary>
    public Task<bool> RedeemAsync(LinkRequest link, DateTimeOffset now, Action<WriteBatch> writeDevice)
    {
        var redeem = new Statement(
            "UPDATE \"LinkRequests\" SET \"State\" = 3, \"RedeemedAt\" = $2 WHERE \"Id\" = $1 AND \"State\" = 2 AND \"AppId\" = $3 AND \"OwnerId\" = $4 AND \"ExpiresAt\" > $2",
            link.Id, now.UtcTicks, link.AppId, link.OwnerId);
        return Counted(() => meter.Redeemed(link), redeem, writeDevice, () => index.Became(link.Id, LinkState.Redeemed));
    }

    /// <summary>Deletes requests that ended before a moment, a few at a time so that nobody waits for it. Returns how many.</summary>
    public Task<int> DeleteEndedAsync(DateTimeOffset before, int atMost) => writes.RunAsync(new Statement(
        "DELETE FROM \"LinkRequests\" WHERE \"Id\" IN (SELECT \"Id\" FROM \"LinkRequests\" WHERE \"ExpiresAt\" < $1 LIMIT $2)",
        before.UtcTicks, atMost));

    /// <summary>Deletes requests that nobody ever claimed and that ended between two moments, a few at a time. Returns how many.</summary>
    public Task<int> DeleteUnclaimedAsync(DateTimeOffset after, DateTimeOffset until, int atMost) => writes.RunAsync(new Statement(
        "DELETE FROM \"LinkRequests\" WHERE \"Id\" IN (SELECT \"Id\" FROM \"LinkRequests\" WHERE \"ExpiresAt\" > $1 AND \"ExpiresAt\" <= $2 AND \"State\" IN (0, 6) AND \"OwnerId\" IS NULL LIMIT $3)",
        after.UtcTicks, until.UtcTicks, atMost));

    /// <summary>The stored form of a user code's hash.</summary>
    public static byte[] Bytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    /// <summary>A user code's hash from its stored form.</summary>
    public static UInt128 Hash(byte[] stored) => BinaryPrimitives.ReadUInt128BigEndian(stored);

    private Task<bool> OneRow(string sql, params object?[] values) => Counted(null, new Statement(sql, values));

    // The first value of every statement is the request's id.
    private Task<bool> Becomes(LinkState state, string sql, params object?[] values)
    {
        var id = (Guid)values[0]!;
        return Counted(() => meter.Became(state, id), new Statement(sql, values), takeOver: () => index.Became(id, state));
    }

    private async Task<bool> Counted(Action? count, Statement statement, Action<WriteBatch>? beside = null, Action? takeOver = null)
    {
        var happened = await writes.RunAsync(statement, beside, takeOver) == 1;
        if (happened)
        {
            count?.Invoke();
        }

        return happened;
    }

    private static Statement Insert(LinkRequest link) => new(
        "INSERT INTO \"LinkRequests\" (\"Id\", \"DeviceId\", \"AppId\", \"UserCodeHash\", \"State\", \"How\", \"CreatedAt\", \"ExpiresAt\", \"HardStopAt\", \"Scopes\", \"Challenge\", \"ConfirmNumber\", \"Network\", " +
        "\"DeviceName\", \"DeviceType\", \"DeviceModel\", \"AppVersion\", \"InstallationId\", \"Languages\") " +
        "VALUES ($1, $2, $3, $4, 0, 0, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO NOTHING",
        link.Id, link.DeviceId, link.AppId, link.UserCodeHash, link.CreatedAt.UtcTicks, link.ExpiresAt.UtcTicks, link.HardStopAt.UtcTicks, link.Scopes, link.Challenge,
        link.ConfirmNumber, link.Network, link.Facts.Name, link.Facts.Type, link.Facts.Model, link.Facts.AppVersion, link.Facts.InstallationId, link.Facts.Languages);
}
