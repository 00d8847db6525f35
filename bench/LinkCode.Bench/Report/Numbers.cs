using System.Globalization;

namespace LinkCode.Bench.Report;

/// <summary>Numbers as people read them: three figures are enough.</summary>
internal static class Numbers
{
    public static string Short(double value) => Math.Abs(value) switch
    {
        double.NaN => "–",
        0 => "0",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    public static string Percent(double share) => (share * 100).ToString(share is > 0.999 and < 1 ? "0.00" : "0.#", CultureInfo.InvariantCulture) + " %";
}
