using Zxcvbn;

namespace LinkCode.Server.Accounts;

/// <summary>Whether a password would be guessed soon: because many have it, because of its pattern, or because it is made of what everybody knows of its owner.</summary>
internal static class EasyPassword
{
    // The estimate looks at every part of the text; what comes after a hundred characters makes nothing easier.
    private const int Longest = 100;

    // A million guesses, of zxcvbn's five steps; fewer is what an attacker of one account gets through on a page without limits.
    private const int LeastScore = 2;

    public static bool Is(string password, IReadOnlyList<string> facts)
    {
        var bare = password.Trim();
        var known = facts.Where(fact => fact.Length > 0).ToList();
        return known.Exists(fact => bare.Equals(fact, StringComparison.OrdinalIgnoreCase))
            || Core.EvaluatePassword(bare[..Math.Min(Longest, bare.Length)], known).Score < LeastScore;
    }
}
