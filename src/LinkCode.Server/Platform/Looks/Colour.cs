using System.Globalization;

namespace LinkCode.Server.Platform.Looks;

/// <summary>A colour as style sheets write it, and how well it stands out from another (WCAG 2.2).</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>What text needs at least; what edges and signs need is 3.</summary>
    public const double Readable = 4.5;

    /// <summary>What edges and signs need at least.</summary>
    public const double Visible = 3;

    public static readonly Colour White = new(255, 255, 255);
    public static readonly Colour Black = new(0, 0, 0);

    /// <summary>Reads <c>#rrggbb</c> or <c>#rgb</c>; null for anything else.</summary>
    public static Colour? Read(string text)
    {
        var digits = text.TrimStart('#');
        if (digits.Length == 3)
        {
            digits = string.Concat(digits.Select(digit => $"{digit}{digit}"));
        }

        return text.StartsWith('#') && digits.Length == 6 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? new Colour((byte)(number >> 16), (byte)(number >> 8), (byte)number)
            : null;
    }

    /// <summary>From 1, the same, to 21, black on white.</summary>
    public double Contrast(Colour other)
    {
        var (one, two) = (Luminance + 0.05, other.Luminance + 0.05);
        return one > two ? one / two : two / one;
    }

    /// <summary>This colour mixed with another.</summary>
    public Colour Towards(Colour other, double share)
    {
        byte Mix(byte from, byte to) => (byte)Math.Round(from + ((to - from) * share));
        return new Colour(Mix(Red, other.Red), Mix(Green, other.Green), Mix(Blue, other.Blue));
    }

    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel) => channel / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
}
