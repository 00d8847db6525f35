using System.Security.Cryptography;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>Makes and compares passwords, and takes as long for an account that does not exist.</summary>
internal sealed class Passwords
{
    // Keeps out what nobody would type, before anything is done with it.
    private const int Longest = 256;
    private readonly Account nobody = new();
    private readonly string nobodysHash;
    private readonly PasswordHasher<Account> hasher;
    private readonly IOptions<AccountsOptions> options;
    private readonly IOptions<SiteOptions> site;

    public Passwords(IOptions<PasswordHasherOptions> hashing, IOptions<AccountsOptions> options, IOptions<SiteOptions> site)
    {
        (this.options, this.site) = (options, site);
        hasher = new PasswordHasher<Account>(hashing);
        nobodysHash = Hash(RandomNumberGenerator.GetHexString(32));
    }

    public int Shortest => options.Value.ShortestPassword;

    /// <summary>What to put right about a new password, or null.</summary>
    public Problem? Judge(string? password, MailAddress? address, string? name)
    {
        var length = password?.Length ?? 0;
        return length == 0 ? new Problem("new-password", "problem.password.missing", Shortest)
            : length < Shortest ? new Problem("new-password", "problem.password.short", Shortest)
            : length > Longest ? new Problem("new-password", "problem.password.long", Longest)
            : IsEasy(password!, address, name) ? new Problem("new-password", "problem.password.easy")
            : null;
    }

    public string Hash(string password) => hasher.HashPassword(nobody, password);

    /// <summary>Whether the password belongs to the account; does the same work when there is no account.</summary>
    public bool Matches(Account? account, string? password)
    {
        if (password is null or { Length: 0 or > Longest })
        {
            return false;
        }

        var result = hasher.VerifyHashedPassword(account ?? nobody, account?.PasswordHash ?? nobodysHash, password);
        if (account?.PasswordHash is null || result == PasswordVerificationResult.Failed)
        {
            return false;
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = Hash(password);
        }

        return true;
    }

    private bool IsEasy(string password, MailAddress? address, string? name) =>
        password.Distinct().Count() < 4 || EasyPassword.Is(password, [.. Facts(address), name ?? "", site.Value.SiteName, site.Value.Address.Host]);

    private static string[] Facts(MailAddress? address) => address is null ? [] : [address.Text, .. address.Text.Split('@')];
}
