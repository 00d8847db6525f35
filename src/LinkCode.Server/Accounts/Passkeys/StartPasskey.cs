using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Draws the question a browser puts to its passkeys, as the JSON it hands on to them.</summary>
internal sealed class StartPasskey(IPasskeyHandler<Account> handler, SignInManager<Account> signIn, UserManager<Account> users, Ceremonies ceremonies, TimeProvider time)
{
    /// <summary>Which of the passkeys on this device may sign its owner in; whose, the passkey says.</summary>
    public async Task<string> ToSignInAsync()
    {
        var asked = await handler.MakeRequestOptionsAsync(null, signIn.Context);
        ceremonies.Begin(signIn.Context, CeremonyKind.Use, asked.AssertionState ?? "");
        return asked.RequestOptionsJson;
    }

    /// <summary>One more passkey of an account, or null when the account is gone.</summary>
    public async Task<string?> ForAccountAsync(Guid accountId) =>
        await users.FindByIdAsync(accountId.ToString()) is { } account ? await MakeAsync(account.Id, account.Email!, account.DisplayName) : null;

    /// <summary>The first passkey of an account to be, or null when name or address have to be put right. The answer is the same for an address that has an account.</summary>
    public async Task<string?> ForSignUpAsync(string? typedName, string? typedAddress) =>
        DisplayName.Read(typedName, out _) is { } name && MailAddress.Read(typedAddress, out _) is { } address
            ? await MakeAsync(Guid.CreateVersion7(time.GetUtcNow()), address.Text, name)
            : null;

    private async Task<string> MakeAsync(Guid accountId, string address, string displayName)
    {
        var asked = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = accountId.ToString(), Name = address, DisplayName = displayName }, signIn.Context);
        ceremonies.Begin(signIn.Context, CeremonyKind.Make, asked.AttestationState ?? "");
        return asked.CreationOptionsJson;
    }
}
