namespace LinkCode.Device;

/// <summary>How much of a QR picture may be damaged and still be read (ISO/IEC 18004). More means a larger picture.</summary>
public enum QrLevel
{
    /// <summary>About 7 %.</summary>
    L,

    /// <summary>About 15 %: the usual choice.</summary>
    M,

    /// <summary>About 25 %.</summary>
    Q,

    /// <summary>About 30 %.</summary>
    H,
}
