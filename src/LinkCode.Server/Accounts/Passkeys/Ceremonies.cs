using System.Text.Json;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>What a browser asks its passkeys for.</summary>
internal enum CeremonyKind
{
    /// <summary>To make a new one.</summary>
    Make,

    /// <summary>To use one that is there.</summary>
    Use,
}

/// <summary>One question to a passkey: what this server has to remember of it until the answer comes.</summary>
internal sealed record Ceremony(Guid Id, DateTimeOffset ExpiresAt, string State)
{
    public override string ToString() => "(a ceremony)";
}

/// <summary>
/// Questions that wait for their answer, sealed in a cookie of the browser that asked: for five minutes, for one kind of
/// answer, and for one answer over all nodes.
/// </summary>
internal sealed class Ceremonies(IDataProtectionProvider protection, IOptions<SiteOptions> site, WriteQueue writes, TimeProvider time)
{
    private const string Insert = "INSERT INTO \"" + UsedCeremonyTable.Name + "\" (\"Id\", \"ExpiresAt\") VALUES ($1, $2) ON CONFLICT (\"Id\") DO NOTHING";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // Each open sign-in page waits with a question of its own. A new passkey's carries name and address, and a cookie has room for one of those.
    private const int MostUses = 3;
    private readonly SealedCookie making = new("passkey-new", Lifetime, protection, site, time);
    private readonly SealedCookie use = new("passkey-use", Lifetime, protection, site, time);

    public void Begin(HttpContext http, CeremonyKind kind, string state)
    {
        var now = time.GetUtcNow();
        var begun = new Ceremony(Guid.CreateVersion7(now), now + Lifetime, state);
        Write(http, kind, [begun, .. kind == CeremonyKind.Use ? Open(http, kind).Take(MostUses - 1) : []]);
    }

    /// <summary>The questions this browser may still answer, the newest first.</summary>
    public IReadOnlyList<Ceremony> Open(HttpContext http, CeremonyKind kind)
    {
        var now = time.GetUtcNow();
        return Cookie(kind).Read(http) is { } sealedOnes && JsonSerializer.Deserialize<List<Ceremony>>(sealedOnes) is { } all
            ? all.FindAll(ceremony => ceremony.ExpiresAt > now)
            : [];
    }

    /// <summary>Takes the right answer to a question; false when it was taken before.</summary>
    public async Task<bool> CloseAsync(HttpContext http, CeremonyKind kind, Ceremony answered)
    {
        Write(http, kind, [.. Open(http, kind).Where(ceremony => ceremony.Id != answered.Id)]);
        return await writes.RunAsync(new Statement(Insert, answered.Id, answered.ExpiresAt.UtcTicks)) == 1;
    }

    private void Write(HttpContext http, CeremonyKind kind, IReadOnlyList<Ceremony> ceremonies)
    {
        if (ceremonies.Count == 0)
        {
            Cookie(kind).Delete(http);
            return;
        }

        Cookie(kind).Write(http, JsonSerializer.Serialize(ceremonies));
    }

    private SealedCookie Cookie(CeremonyKind kind) => kind == CeremonyKind.Make ? making : use;
}
