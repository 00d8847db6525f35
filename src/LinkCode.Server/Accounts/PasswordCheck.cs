namespace LinkCode.Server.Accounts;

/// <summary>One guarded comparison of a password: waits are asked for first, and a right one clears its own.</summary>
internal sealed class PasswordCheck(Passwords passwords, SignInThrottle throttle)
{
    /// <inheritdoc cref="SignInThrottle.Claim"/>
    public TimeSpan? Claim(MailAddress address, Visitor visitor, Account? account) => throttle.Claim(address, visitor, account);

    /// <summary>Whether the password is the account's. Ask <see cref="Claim"/> before.</summary>
    public bool IsRight(MailAddress address, Visitor visitor, Account? account, string? password)
    {
        if (!passwords.Matches(account, password))
        {
            return false;
        }

        throttle.Right(address, visitor, account!);
        return true;
    }
}
