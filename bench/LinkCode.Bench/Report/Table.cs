using System.Text;
using LinkCode.Bench.Rounds;

namespace LinkCode.Bench.Report;

/// <summary>A table of the report; the first column is text, the others are numbers.</summary>
internal sealed record Table(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", Head).AppendLine(" |");
        text.Append("| --- |").Insert(text.Length, " ---: |", Head.Count - 1).AppendLine();
        foreach (var row in Rows)
        {
            text.Append("| ").AppendJoin(" | ", row).AppendLine(" |");
        }

        return text.ToString();
    }
}

/// <summary>The usual table and plot of servers side by side.</summary>
internal static class Tables
{
    public static Table Of(IReadOnlyList<Contestant> all, Contestant ours, string what) => new(
        ["server", what, "p50 ms", "p99 ms", "right", "core busy", "others", "resident MB", "ours is"],
        [.. all.Select(one => (IReadOnlyList<string>)
        [
            one.Name, Numbers.Short(one.PerSecond), Numbers.Short(one.P50), Numbers.Short(one.P99), Numbers.Percent(one.Right), Numbers.Percent(one.Busy), Numbers.Percent(one.Others), Numbers.Short(one.Megabytes),
            one == ours ? "" : Numbers.Short(ours.RatioTo(one)) + " times",
        ])]);

    public static Plot Plot(IReadOnlyList<Contestant> all, string what) => new(what, [.. all.Select(one => (one.Name, one.PerSecond))]);
}
