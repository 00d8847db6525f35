using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>What other rooms know of an account.</summary>
/// <param name="Language">The language mails to this person are written in, or empty.</param>
/// <param name="TimeZone">The time zone the person reads times in, or empty for UTC.</param>
/// <param name="Picture">The id of the person's picture, or null.</param>
/// <param name="ChangedAt">When any of that was last changed.</param>
/// <param name="IsDisabled">Whether nothing may be done with it: it was switched off, or is being deleted.</param>
/// <param name="IsEstablished">Whether the account is older than a day, so that it is more than a throw-away for guessing.</param>
internal sealed record AccountCard(Guid Id, string Name, string Email, string Language, string TimeZone, string? Picture, DateTimeOffset ChangedAt, bool IsEmailConfirmed, bool IsDisabled, bool IsEstablished)
{
    /// <summary>Whom letters to this person are written for.</summary>
    public Reader Reader => new(Language, TimeZone);

    /// <summary>The mail address with its middle hidden, for pages that others may look at.</summary>
    public string MaskedEmail
    {
        get
        {
            var at = Email.IndexOf('@', StringComparison.Ordinal);
            return at <= 0 ? "…" : Email[..Math.Min(2, at)] + "…" + Email[at..];
        }
    }
}

/// <summary>Looks an account up by its id.</summary>
internal sealed class ReadAccount(IDatabase database, LinkCodeDb db, TimeProvider time)
{
    private static readonly TimeSpan Young = TimeSpan.FromDays(1);

    private static readonly KnownQuery<AccountCard> Card = new(
        "SELECT \"Id\", \"DisplayName\", \"Email\", \"Language\", \"TimeZone\", \"Picture\", COALESCE(\"ProfileChangedAt\", \"CreatedAt\"), \"EmailConfirmed\", \"DisabledAt\" IS NOT NULL OR \"DeleteAt\" IS NOT NULL, \"CreatedAt\" <= $2 " +
        "FROM \"AspNetUsers\" WHERE \"Id\" = $1",
        row => new AccountCard(
            row.GetGuid(0), row.GetString(1), row.TextOrNull(2) ?? "", row.GetString(3), row.GetString(4), row.TextOrNull(5), row.Time(6), row.GetBoolean(7), row.GetBoolean(8), row.GetBoolean(9)));

    public Task<AccountCard?> RunAsync(Guid id, CancellationToken cancellation) => database.FindAsync(Card, cancellation, id, (time.GetUtcNow() - Young).UtcTicks);

    /// <summary>The account's mark as it is now; null when there is no such account.</summary>
    public async Task<string?> MarkAsync(Guid id, CancellationToken cancellation) =>
        AccountMark.Of(await db.Users.AsNoTracking().Where(account => account.Id == id).Select(account => account.SecurityStamp).SingleOrDefaultAsync(cancellation));
}
