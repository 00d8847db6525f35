using System.Security.Claims;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>Names of the claims in a session beside Identity's own and the one that every page may read.</summary>
internal static class AccountClaims
{
    /// <summary>The id of this one session; new with every sign-in.</summary>
    public const string Session = "linkcode:session";

    /// <summary>When the person last proved who they are, in Unix seconds.</summary>
    public const string SignedInAt = "linkcode:signed-in-at";

    /// <summary>When it was last written down that the session is in use, in Unix seconds, so that no request has to ask.</summary>
    public const string SeenAt = "linkcode:seen-at";

    /// <summary>That the account is being deleted: its owner may keep it, and nothing else.</summary>
    public const string Leaving = "linkcode:leaving";

    /// <summary>How they proved it, one claim for each of <see cref="Methods"/>.</summary>
    public const string Method = "linkcode:method";

    /// <summary>The id of the person's picture, when there is one.</summary>
    public const string Picture = "linkcode:picture";

    /// <summary>The language the person chose for all browsers, when they did.</summary>
    public const string Language = "linkcode:language";

    /// <summary>The time zone the person chose, when they did.</summary>
    public const string TimeZone = "linkcode:time-zone";
}

/// <summary>Builds a session's claims from the account, at sign-in and whenever the session is looked at again.</summary>
internal sealed class AccountPrincipal(UserManager<Account> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<Account>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(SessionClaims.DisplayName, user.DisplayName));
        if (user.Picture is not null)
        {
            identity.AddClaim(new Claim(AccountClaims.Picture, user.Picture));
        }

        if (user.HasChosenLanguage)
        {
            identity.AddClaim(new Claim(AccountClaims.Language, user.Language));
        }

        if (user.TimeZone.Length > 0)
        {
            identity.AddClaim(new Claim(AccountClaims.TimeZone, user.TimeZone));
        }

        if (user.DeleteAt is not null)
        {
            identity.AddClaim(new Claim(AccountClaims.Leaving, "yes"));
        }
        else if (user.IsOperator)
        {
            identity.AddClaim(new Claim(Policies.OperatorClaim, "yes"));
        }

        return identity;
    }
}

/// <summary>Who may sign in at all: whoever confirmed the address and is not disabled.</summary>
internal sealed class AccountStanding : IUserConfirmation<Account>
{
    public Task<bool> IsConfirmedAsync(UserManager<Account> manager, Account user) => Task.FromResult(user is { EmailConfirmed: true, DisabledAt: null });
}
