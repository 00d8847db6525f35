using System.Globalization;
using System.Text;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Report;

/// <summary>Prints sections, and keeps them in bench/RESULTS.md, where each replaces the one of an earlier run.</summary>
internal static class ResultsFile
{
    private static readonly string Folder = Path.Combine(Recipe.Root, "bench");
    private static readonly string Page = Path.Combine(Folder, "RESULTS.md");

    public static void Print(Section section)
    {
        Console.WriteLine();
        Console.WriteLine(section.Title);
        Console.WriteLine(section.Table);
        section.Words.ForEach(Console.WriteLine);
        Console.WriteLine(Bars(section));
    }

    public static void Write(Section section, string command)
    {
        var (begin, end) = ($"<!-- {section.Key} -->", $"<!-- end of {section.Key} -->");
        var text = System.IO.File.Exists(Page) ? System.IO.File.ReadAllText(Page) : "";
        var part = $"{begin}\n{Text(section, command)}{end}\n";
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal), text.IndexOf(end, StringComparison.Ordinal));
        text = from >= 0 && to > from ? text[..from] + part + text[(to + end.Length + 1)..] : text + "\n" + part;
        System.IO.File.WriteAllText(Page, text);
        if (section.Plot is { } plot)
        {
            Directory.CreateDirectory(Path.Combine(Folder, "plots"));
            System.IO.File.WriteAllText(Path.Combine(Folder, "plots", section.Key + ".svg"), plot.ToSvg());
        }
    }

    private static string Text(Section section, string command)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {section.Title}\n`{command}`, {Machine.Today}. {Machine.Describe()}.\n\n");
        section.Words.ForEach(words => text.Append(words).Append('\n'));
        text.Append('\n').Append(section.Table).Append('\n').Append(Bars(section)).Append('\n');
        if (section.Plot is { } plot)
        {
            text.Append(CultureInfo.InvariantCulture, $"![{plot.What}](plots/{section.Key}.svg)\n");
        }

        return text.ToString();
    }

    private static Table Bars(Section section) => new(
        ["bar", "measured", "wanted", "met"],
        [.. section.Bars.Select(bar => (IReadOnlyList<string>)[bar.Name, Numbers.Short(bar.Value), bar.Wanted, bar.IsMet ? "yes" : "**no**"])]);
}
