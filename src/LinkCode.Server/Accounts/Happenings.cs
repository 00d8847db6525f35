namespace LinkCode.Server.Accounts;

/// <summary>The words of this room in the audit trail.</summary>
internal static class Happenings
{
    public const string SignUpBegun = "account.sign-up-begun";
    public const string Created = "account.created";
    public const string SignedIn = "account.signed-in";
    public const string SignInRefused = "account.sign-in-refused";
    public const string SignedOut = "account.signed-out";
    public const string ResetAsked = "account.reset-asked";
    public const string PasswordReset = "account.password-reset";
    public const string PasskeyAdded = "account.passkey-added";
    public const string PasskeyRemoved = "account.passkey-removed";
    public const string SessionEnded = "account.session-ended";
    public const string Invited = "account.invited";
    public const string Disabled = "account.disabled";
    public const string Enabled = "account.enabled";
}
