using System.Data.Common;
using LinkCode.Server.Data;

namespace LinkCode.Server.Codes;

/// <summary>A link request as the questions that come with every link read it (decision 0028).</summary>
internal static class LinkRow
{
    public const string Select =
        "SELECT \"Id\", \"DeviceId\", \"AppId\", \"UserCodeHash\", \"State\", \"How\", \"OwnerId\", \"CreatedAt\", \"ExpiresAt\", \"HardStopAt\", \"ClaimedAt\", \"LeaseUntil\", \"DecidedAt\", \"RedeemedAt\", " +
        "\"Scopes\", \"Challenge\", \"ConfirmNumber\", \"Network\", \"DeviceName\", \"DeviceType\", \"DeviceModel\", \"AppVersion\", \"InstallationId\", \"Languages\", \"ProvenBy\", \"ProvenAt\" FROM \"LinkRequests\"";

    public static LinkRequest Read(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        DeviceId = row.GetGuid(1),
        AppId = row.GetGuid(2),
        UserCodeHash = row.Bytes(3),
        State = (LinkState)row.GetInt32(4),
        How = (LinkedHow)row.GetInt32(5),
        OwnerId = row.IdOrNull(6),
        CreatedAt = row.Time(7),
        ExpiresAt = row.Time(8),
        HardStopAt = row.Time(9),
        ClaimedAt = row.TimeOrNull(10),
        LeaseUntil = row.TimeOrNull(11),
        DecidedAt = row.TimeOrNull(12),
        RedeemedAt = row.TimeOrNull(13),
        Scopes = row.GetString(14),
        Challenge = row.IsDBNull(15) ? null : row.Bytes(15),
        ConfirmNumber = row.GetInt32(16),
        Network = row.GetString(17),
        Facts = new DeviceFacts(row.GetString(18), row.GetString(19), row.GetString(20), row.GetString(21), row.GetString(22), row.GetString(23)),
        ProvenBy = row.TextOrNull(24),
        ProvenAt = row.TimeOrNull(25),
    };
}
