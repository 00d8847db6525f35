using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Compares what a browser brings from a passkey with the question this server had asked there; each question takes one answer.</summary>
internal sealed class CheckPasskey(IPasskeyHandler<Account> handler, SignInManager<Account> signIn, Ceremonies ceremonies, TimeProvider time)
{
    // Requests are no longer than 16 kB in all; a passkey of the largest kind takes a quarter of this.
    private const int Longest = 12_000;

    /// <summary>A passkey that was just made, by whoever the question was drawn for; or null.</summary>
    public async Task<MadePasskey?> MadeAsync(string? credential)
    {
        foreach (var ceremony in Open(CeremonyKind.Make, credential))
        {
            var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = signIn.Context, CredentialJson = credential!, AttestationState = ceremony.State });
            if (result.Succeeded && result.Passkey.IsUserVerified && await ceremonies.CloseAsync(signIn.Context, CeremonyKind.Make, ceremony))
            {
                return new MadePasskey(Guid.Parse(result.UserEntity.Id), result.UserEntity.Name, AtOurTime(result.Passkey));
            }
        }

        return null;
    }

    /// <summary>An account's passkey that was just used by its owner; or null.</summary>
    public async Task<UsedPasskey?> UsedAsync(string? credential)
    {
        foreach (var ceremony in Open(CeremonyKind.Use, credential))
        {
            var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = signIn.Context, CredentialJson = credential!, AssertionState = ceremony.State });
            if (result.Succeeded && await ceremonies.CloseAsync(signIn.Context, CeremonyKind.Use, ceremony))
            {
                return new UsedPasskey(result.User, result.Passkey);
            }
        }

        return null;
    }

    private IReadOnlyList<Ceremony> Open(CeremonyKind kind, string? credential) =>
        credential is { Length: > 0 and <= Longest } ? ceremonies.Open(signIn.Context, kind) : [];

    // Identity looks at the system's clock; everything here is dated by the one that tests hold.
    private UserPasskeyInfo AtOurTime(UserPasskeyInfo made) => new(
        made.CredentialId, made.PublicKey, time.GetUtcNow(), made.SignCount, made.Transports, made.IsUserVerified, made.IsBackupEligible, made.IsBackedUp, made.AttestationObject, made.ClientDataJson);
}

/// <summary>A new passkey, and for whom it was made.</summary>
/// <param name="AccountId">The account, there or to be; the passkey's device keeps this id.</param>
/// <param name="Address">The mail address the passkey's device shows beside it.</param>
internal sealed record MadePasskey(Guid AccountId, string Address, UserPasskeyInfo Passkey);

/// <summary>A passkey that was used, and whose it is.</summary>
internal sealed record UsedPasskey(Account Account, UserPasskeyInfo Passkey);
