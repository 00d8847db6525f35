using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Name">What it is called, or null for one without a name.</param>
/// <param name="IsSynced">Whether the person's other devices have it, too.</param>
/// <param name="Now">When this was looked at.</param>
internal sealed record PasskeyLine(string Id, string? Name, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt, bool IsSynced, DateTimeOffset Now);

/// <summary>The passkeys of an account, in the order they were made.</summary>
internal sealed class ListPasskeys(LinkCodeDb db, TimeProvider time)
{
    public async Task<IReadOnlyList<PasskeyLine>> RunAsync(Guid accountId, CancellationToken cancellation)
    {
        var rows = await db.Set<Passkey>().AsNoTracking().Where(passkey => passkey.UserId == accountId).ToListAsync(cancellation);
        return [.. rows.OrderBy(row => row.Data.CreatedAt).Select(Line)];
    }

    public async Task<PasskeyLine?> FindAsync(string? id, Guid accountId, CancellationToken cancellation) =>
        PasskeyId.Read(id) is { } bytes
        && await db.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(passkey => passkey.CredentialId == bytes && passkey.UserId == accountId, cancellation) is { } row ? Line(row) : null;

    private PasskeyLine Line(Passkey row) => new(PasskeyId.Write(row.CredentialId), row.Data.Name, row.Data.CreatedAt, row.LastUsedAt, row.Data.IsBackedUp, time.GetUtcNow());
}
