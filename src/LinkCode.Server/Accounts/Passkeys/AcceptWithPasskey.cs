namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>Accepts an invitation, or the setup, with the passkey that the account will have; no password ever.</summary>
internal sealed class AcceptWithPasskey(AcceptInvitation accept, StartPasskey start, CheckPasskey check)
{
    /// <summary>The question for the passkey, or null when the key is no good.</summary>
    public async Task<AcceptQuestion?> AskAsync(string? key, bool isSetup, string? typedName, string? typedAddress, CancellationToken cancellation) =>
        await accept.LookAsync(key, isSetup, cancellation) is { } good
            ? new AcceptQuestion(await start.ForSignUpAsync(typedName, good.Address ?? typedAddress))
            : null;

    public async Task<AcceptAnswer> RunAsync(string? key, bool isSetup, SignUpForm form, string? credential, string? passkeyName, string network, CancellationToken cancellation)
    {
        if (await accept.LookAsync(key, isSetup, cancellation) is not { } good)
        {
            return new AcceptAnswer.UsedUp();
        }

        var name = DisplayName.Read(form.Name, out var wrongName);
        var address = MailAddress.Read(good.Address ?? form.Mail, out var wrongAddress);
        if (name is null || address is null)
        {
            return new AcceptAnswer.Refused([.. new[] { wrongName, wrongAddress }.OfType<Problem>()]);
        }

        // The device shows the address beside the passkey for good, so it has to be the one of the account.
        if (await check.MadeAsync(credential) is not { } made || made.Address != address.Text)
        {
            return new AcceptAnswer.Refused([new Problem("with-passkey", "problem.passkey")]);
        }

        made.Passkey.Name = passkeyName;
        return await accept.RunAsync(key, isSetup, address, name, Passkey.Of(made.AccountId, made.Passkey), network, cancellation);
    }
}

/// <summary>What the browser of an invited person asks its passkeys.</summary>
/// <param name="Json">The question, or null when name or address have to be put right.</param>
internal sealed record AcceptQuestion(string? Json);
