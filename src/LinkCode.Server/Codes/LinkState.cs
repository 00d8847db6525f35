namespace LinkCode.Server.Codes;

/// <summary>Where a link request stands. The numbers are stored.</summary>
internal enum LinkState
{
    /// <summary>The code is shown and nobody has opened its review.</summary>
    Pending = 0,

    /// <summary>One account has the review open.</summary>
    Claimed = 1,

    /// <summary>The owner said yes; the device has not fetched its tokens yet.</summary>
    Approved = 2,

    /// <summary>The device has its tokens.</summary>
    Redeemed = 3,

    /// <summary>The owner said no.</summary>
    Denied = 4,

    /// <summary>The device gave up.</summary>
    Cancelled = 5,

    /// <summary>The device was told that the time is over, so no yes that comes late can count.</summary>
    Expired = 6,
}

/// <summary>How the code reached the page.</summary>
internal enum LinkedHow
{
    Typed = 0,

    /// <summary>By the complete address, usually from the QR picture.</summary>
    Scanned = 1,

    /// <summary>Not by a code at all: an app with a browser of its own.</summary>
    Browser = 2,
}
