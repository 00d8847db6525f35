using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Accounts;

/// <summary>
/// A sign-up whose mail address is not confirmed yet. It becomes an account only then, with the password or the passkey of
/// the very sign-up whose mail was answered, so nobody can lie in wait with another person's address.
/// </summary>
internal sealed class PendingSignUp
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>How often a code may be typed.</summary>
    public const int MostCodeTries = 5;

    public Guid Id { get; set; }

    public required byte[] KeyHash { get; set; }

    public required string Address { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>The password that was chosen, or empty where a passkey was made.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>The passkey that was made, sealed by <see cref="KeptPasskeys"/>, or null where a password was chosen.</summary>
    public byte[]? Passkey { get; set; }

    /// <summary>The code in the mail, sealed by <see cref="MailedCodes"/>; null as long as no mail has left.</summary>
    public byte[]? Code { get; set; }

    /// <summary>How often a code was typed.</summary>
    public int CodeTries { get; set; }

    public string Language { get; set; } = "";

    /// <summary>What the person was about to do, so that it is not lost in another browser.</summary>
    public string? Next { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The account it has become.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>When the browser that began it was signed in; happens once.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class PendingSignUpTable : IEntityTypeConfiguration<PendingSignUp>
{
    public void Configure(EntityTypeBuilder<PendingSignUp> builder)
    {
        builder.ToTable("PendingSignUps");
        builder.Property(signUp => signUp.KeyHash).HasMaxLength(32);
        builder.Property(signUp => signUp.Address).HasMaxLength(256);
        builder.Property(signUp => signUp.DisplayName).HasMaxLength(DisplayName.Longest);
        builder.Property(signUp => signUp.PasswordHash).HasMaxLength(200);
        builder.Property(signUp => signUp.Passkey).HasMaxLength(16_000);
        builder.Property(signUp => signUp.Code).HasMaxLength(200);
        builder.Property(signUp => signUp.Language).HasMaxLength(20);
        builder.Property(signUp => signUp.Next).HasMaxLength(LocalPath.Longest);
        builder.HasIndex(signUp => signUp.KeyHash).IsUnique();
        builder.HasIndex(signUp => signUp.ExpiresAt);
    }
}
