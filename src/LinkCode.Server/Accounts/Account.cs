using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts;

/// <summary>A person who can sign in here. The mail address is the user name.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>What the person wants to be called, at most 60 characters.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The language mails to this person are written in, as a culture name; empty before it is known.</summary>
    public string Language { get; set; } = "";

    /// <summary>Whether the person chose that language for pages, too, in every browser; otherwise pages are in the browser's.</summary>
    public bool HasChosenLanguage { get; set; }

    /// <summary>The time zone in which this person reads times, by its name in the IANA database; empty for UTC.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>The id of the person's picture, or null.</summary>
    public string? Picture { get; set; }

    /// <summary>When any of what apps may know of the person was last changed; null as long as it is as it was made.</summary>
    public DateTimeOffset? ProfileChangedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>A disabled account signs in nowhere and its devices get no tokens.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When the account is deleted for good; its owner can keep it until then, and do nothing else with it.</summary>
    public DateTimeOffset? DeleteAt { get; set; }

    /// <summary>When its owner was told that it is deleted a day later.</summary>
    public DateTimeOffset? LastWarnedAt { get; set; }

    /// <summary>When its owner last looked through what is linked, or was last asked to.</summary>
    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>Operators see the Operator room's pages.</summary>
    public bool IsOperator { get; set; }

    /// <summary>Whom letters to this person are written for.</summary>
    public Reader Reader => new(Language, TimeZone);
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.Property(account => account.DisplayName).HasMaxLength(Accounts.DisplayName.Longest);
        builder.Property(account => account.Language).HasMaxLength(20);
        builder.HasIndex(account => account.DeleteAt).HasFilter("\"DeleteAt\" IS NOT NULL");
        builder.Property(account => account.TimeZone).HasMaxLength(TimeZones.Longest);
        builder.Property(account => account.Picture).HasMaxLength(Profile.Picture.IdLength);
        builder.Ignore(account => account.Reader);
    }
}
