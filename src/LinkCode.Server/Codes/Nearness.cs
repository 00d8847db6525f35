namespace LinkCode.Server.Codes;

/// <summary>Whether a device and a person are in the same place, as far as their networks tell. A hint for people, never a proof.</summary>
internal enum Nearness
{
    /// <summary>One uses IPv4 and the other IPv6, as happens inside one home, so nothing can be said.</summary>
    Unknown,

    /// <summary>Both come from the same network.</summary>
    Same,

    /// <summary>They come from different networks.</summary>
    Other,
}

/// <summary>Compares networks as <see cref="Platform.Limits.Network"/> writes them.</summary>
internal static class NearOrFar
{
    public static Nearness Compare(string device, string person) => (FamilyOf(device), FamilyOf(person)) switch
    {
        ({ } one, { } other) when one == other => device == person ? Nearness.Same : Nearness.Other,
        _ => Nearness.Unknown,
    };

    // 4, 6, or null for a network that is not known.
    private static int? FamilyOf(string network) =>
        network.Contains(':', StringComparison.Ordinal) ? 6 : network.Contains('.', StringComparison.Ordinal) ? 4 : null;
}
