using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>A key on a device of the person that signs them in. Identity knows its public half and what its device said of it.</summary>
internal sealed class Passkey : IdentityUserPasskey<Guid>
{
    /// <summary>When it last signed somebody in.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>A row for a passkey that was just made.</summary>
    public static Passkey Of(Guid accountId, UserPasskeyInfo made) => new()
    {
        UserId = accountId,
        CredentialId = made.CredentialId,
        Data = new IdentityPasskeyData
        {
            PublicKey = made.PublicKey,
            Name = made.Name,
            CreatedAt = made.CreatedAt,
            SignCount = made.SignCount,
            Transports = made.Transports,
            IsUserVerified = made.IsUserVerified,
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
            AttestationObject = made.AttestationObject,
            ClientDataJson = made.ClientDataJson,
        },
    };
}
