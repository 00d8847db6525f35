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
    public const string SignedInAgain = "account.signed-in-again";
    public const string CodeRefused = "account.code-refused";
    public const string AppAdded = "account.app-added";
    public const string AppRemoved = "account.app-removed";
    public const string RecoveryCodesMade = "account.recovery-codes-made";
    public const string RecoveryCodeUsed = "account.recovery-code-used";
    public const string PasswordChanged = "account.password-changed";
    public const string PasswordRemoved = "account.password-removed";
    public const string ProfileChanged = "account.profile-changed";
    public const string AddressAsked = "account.address-asked";
    public const string AddressRefused = "account.address-refused";
    public const string AddressTakenBack = "account.address-taken-back";
    public const string AddressChanged = "account.address-changed";
    public const string AddressUndone = "account.address-undone";
    public const string SecondStepRemoved = "account.second-step-removed";
    public const string DevicesSignedOut = "account.devices-signed-out";
    public const string ExportAsked = "account.export-asked";
    public const string ExportFetched = "account.export-fetched";
    public const string LeavingBegun = "account.leaving-begun";
    public const string Kept = "account.kept";
    public const string Reviewed = "account.reviewed";

    /// <summary>All that is left of an account; it says neither whose nor from where.</summary>
    public const string Deleted = "account.deleted";
}
