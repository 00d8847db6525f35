using System.Globalization;

namespace LinkCode.Server.Codes;

/// <summary>The words of the extra members of a pending answer (X5).</summary>
internal static class PollWords
{
    public static string Status(LinkState state) => state == LinkState.Claimed ? "claimed" : "waiting";

    /// <summary>The number as the device shows it: always two digits.</summary>
    public static string Confirm(int number) => number.ToString("00", CultureInfo.InvariantCulture);
}
