using LinkCode.Server.Data;

namespace LinkCode.Server.Activity;

/// <summary>Writes down what happened, in the same transaction as the thing itself.</summary>
internal sealed class AuditTrail(TimeProvider time)
{
    /// <summary>How many of an account's events are told at once, the latest; far more than people make.</summary>
    public const int MostTold = 20_000;

    private const string Insert =
        "INSERT INTO \"" + AuditEventTable.Name + "\" (\"At\", \"What\", \"AccountId\", \"ActorId\", \"AppId\", \"DeviceId\", \"Network\") VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// <summary>Stored when the caller saves its own changes.</summary>
    public void Record(LinkCodeDb db, AuditEvent happened)
    {
        happened.At = time.GetUtcNow();
        db.Add(happened);
    }

    /// <summary>Stored with the batch of the write queue.</summary>
    public void Record(WriteBatch batch, AuditEvent happened) => batch.Add(
        Insert,
        time.GetUtcNow().UtcTicks,
        happened.What,
        happened.AccountId,
        happened.ActorId,
        happened.AppId,
        happened.DeviceId,
        happened.Network);
}
