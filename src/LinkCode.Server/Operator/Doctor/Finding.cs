namespace LinkCode.Server.Operator.Doctor;

/// <summary>What one rule saw. Closed: a rule ends in exactly one of these four.</summary>
internal abstract record Finding
{
    private Finding()
    {
    }

    /// <summary>The rule was kept in everything that was tried; <paramref name="Unseen"/> names its parts that could not be tried.</summary>
    internal sealed record Held(string? Unseen = null) : Finding;

    internal sealed record Broken(string Seen) : Finding;

    internal sealed record NotTestable(string Why) : Finding;

    /// <summary>An optional feature that this server does not have.</summary>
    internal sealed record NotOffered(string Why) : Finding;
}
