namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Begins a sign-up with the passkey that the account will have; no password ever.</summary>
internal sealed class SignUpWithPasskey(SignUp signUp, CheckPasskey check, KeptPasskeys kept)
{
    public async Task<SignUpAnswer> RunAsync(string? typedName, string? typedAddress, string? credential, string? passkeyName, string? next, CancellationToken cancellation)
    {
        var name = DisplayName.Read(typedName, out var wrongName);
        var address = MailAddress.Read(typedAddress, out var wrongAddress);
        if (name is null || address is null)
        {
            return new SignUpAnswer.Refused([.. new[] { wrongName, wrongAddress }.OfType<Problem>()]);
        }

        // The device shows the address beside the passkey for good, so it has to be the one of the account.
        if (await check.MadeAsync(credential) is not { } made || made.Address != address.Text)
        {
            return new SignUpAnswer.Refused([new Problem("with-passkey", "problem.passkey")]);
        }

        made.Passkey.Name = passkeyName;
        return await signUp.RunAsync(name, address, kept.Seal(made), next, cancellation);
    }
}
