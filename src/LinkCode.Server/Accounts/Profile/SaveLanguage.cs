using System.Security.Claims;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Keeps the language and the time zone a person wants to read in.</summary>
internal sealed class SaveLanguage(LinkCodeDb db, Sessions sessions, AuditTrail trail, TimeProvider time) : IKeepLanguage
{
    /// <param name="accountId">Whose.</param>
    /// <param name="language">One of the languages here; anything else means that of each browser, and letters then stay in that of this one.</param>
    /// <param name="ofBrowser">The language this browser asks for.</param>
    /// <param name="zone">One of <see cref="TimeZones.All"/>; anything else means UTC.</param>
    /// <param name="network">Where it is changed from.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RunAsync(Guid accountId, string? language, string ofBrowser, string? zone, string network, CancellationToken cancellation)
    {
        var (isChosen, now) = (PlatformRoom.Languages.Contains(language), time.GetUtcNow());
        var (letters, timeZone) = (isChosen ? language! : ofBrowser, zone is not null && TimeZones.All.Contains(zone) ? zone : "");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Users.Where(row => row.Id == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Language, letters).SetProperty(row => row.HasChosenLanguage, isChosen).SetProperty(row => row.TimeZone, timeZone).SetProperty(row => row.ProfileChangedAt, now),
            cancellation);
        trail.Record(db, new AuditEvent { What = Happenings.ProfileChanged, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await TellAsync(accountId, cancellation);
    }

    public async Task KeepAsync(ClaimsPrincipal person, string language, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (person.AccountId() is { } accountId && PlatformRoom.Languages.Contains(language)
            && await db.Users.Where(row => row.Id == accountId && row.HasChosenLanguage && row.Language != language).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Language, language).SetProperty(row => row.ProfileChangedAt, now), cancellation) == 1)
        {
            await TellAsync(accountId, cancellation);
        }
    }

    private async Task TellAsync(Guid accountId, CancellationToken cancellation) =>
        await sessions.TellAsync(await db.Users.AsNoTracking().SingleAsync(row => row.Id == accountId, cancellation));
}
