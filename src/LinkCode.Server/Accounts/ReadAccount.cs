using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>What other rooms know of an account.</summary>
/// <param name="Language">The language mails to this person are written in, or empty.</param>
/// <param name="IsDisabled">Whether nothing may be done with it: it was switched off, or is being deleted.</param>
/// <param name="IsEstablished">Whether the account is older than a day, so that it is more than a throw-away for guessing.</param>
internal sealed record AccountCard(Guid Id, string Name, string Email, string Language, bool IsEmailConfirmed, bool IsDisabled, bool IsEstablished)
{
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
internal sealed class ReadAccount(LinkCodeDb db, TimeProvider time)
{
    private static readonly TimeSpan Young = TimeSpan.FromDays(1);

    private static readonly KnownQuery<Guid, DateTimeOffset, AccountCard?> Card = new((db, id, old, _) => db.Users.AsNoTracking()
        .Where(account => account.Id == id)
        .Select(account => new AccountCard(
            account.Id, account.DisplayName, account.Email!, account.Language, account.EmailConfirmed, account.DisabledAt != null || account.DeleteAt != null, account.CreatedAt <= old))
        .SingleOrDefault());

    public Task<AccountCard?> RunAsync(Guid id, CancellationToken cancellation) => Card.RunAsync(db, id, time.GetUtcNow() - Young, cancellation);
}
