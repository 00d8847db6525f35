using LinkCode.Server.Data;

namespace LinkCode.Server.Activity;

/// <summary>
/// Every write of a mail on its way. They share commits with everything else: a second connection that writes would make the one
/// writer, and with it people and devices, wait for the disk twice.
/// </summary>
internal sealed class OutboxStore(WriteQueue writes)
{
    /// <summary>Takes a due mail until a moment, and with it what the try before said; false when somebody else has it.</summary>
    public async Task<bool> TakeAsync(OutgoingMail mail, DateTimeOffset until) => await RunAsync(
        "UPDATE \"" + OutgoingMailTable.Name + "\" SET \"DueAt\" = $3, \"Tries\" = \"Tries\" + 1, \"Failure\" = '' WHERE \"Id\" = $1 AND \"DueAt\" = $2",
        mail.Id, mail.DueAt!.Value.UtcTicks, until.UtcTicks) == 1;

    /// <summary>Nothing is left to do with it: it was sent, or given up. Its content goes.</summary>
    public Task CloseAsync(OutgoingMail mail, DateTimeOffset? sentAt, string failure) => mail.IsLast ? RunAsync("DELETE FROM \"" + OutgoingMailTable.Name + "\" WHERE \"Id\" = $1", mail.Id) : RunAsync(
        "UPDATE \"" + OutgoingMailTable.Name + "\" SET \"DueAt\" = NULL, \"SentAt\" = $2, \"Failure\" = $3, \"Content\" = $4 WHERE \"Id\" = $1",
        mail.Id, sentAt?.UtcTicks, failure, Array.Empty<byte>());

    /// <summary>It is tried again later.</summary>
    public Task PutOffAsync(long id, DateTimeOffset again, string failure) => RunAsync(
        "UPDATE \"" + OutgoingMailTable.Name + "\" SET \"DueAt\" = $2, \"Failure\" = $3 WHERE \"Id\" = $1",
        id, again.UtcTicks, failure);

    private Task<int> RunAsync(string sql, params object?[] values) => writes.RunAsync(new Statement(sql, values));
}
