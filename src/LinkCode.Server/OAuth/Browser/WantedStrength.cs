using LinkCode.Server.Accounts;
using OpenIddict.Abstractions;

namespace LinkCode.Server.OAuth.Browser;

/// <summary>How sure an app wants to be that a person is who they are (<c>acr_values</c>, OpenID Connect Core §3.1.2.1, RFC 9470).</summary>
internal static class WantedStrength
{
    /// <summary>The error of a request that nobody can meet (OpenID Connect Unmet Authentication Requirements 1.0).</summary>
    public const string Unmet = "unmet_authentication_requirements";

    /// <summary>Whether a strength is as much as one of those asked for. What this server does not know, it cannot meet.</summary>
    public static bool IsMet(OpenIddictRequest request, string strength)
    {
        var wanted = (request.AcrValues ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return wanted.Length == 0 || wanted.Any(value => Rank(value) is >= 0 and var least && least <= Rank(strength));
    }

    private static int Rank(string strength) => Strength.All.ToList().IndexOf(strength);
}
