namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>The form of <c>UsePasskey.cshtml</c>, which any page can show that knows what to do with the field <c>passkey</c>.</summary>
/// <param name="Action">The address it is posted to.</param>
/// <param name="IsOfferedWhileTyping">Whether browsers that can offer passkeys in a field of the page, marked <c>webauthn</c>, before anything is pressed.</param>
internal sealed record PasskeyForm(string Action, bool IsOfferedWhileTyping = false);
