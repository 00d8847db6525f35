using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>The table for people, and the same as JSON for programs.</summary>
internal static class DoctorReport
{
    private const int Indent = 22;
    private const int Width = 110;

    public static string Table(IReadOnlyList<(Rule Rule, Finding Finding)> rows)
    {
        using var output = new StringWriter();
        foreach (var (rule, finding) in rows)
        {
            Wrap(output, $"{rule.Number,-4} {Word(finding),-16} ", $"{rule.Sentence} [{rule.Source}]");
            if (Detail(finding) is { } detail)
            {
                Wrap(output, new string(' ', Indent), Printable(detail));
            }
        }

        output.WriteLine();
        output.WriteLine(string.Join(", ", rows.GroupBy(row => Word(row.Finding)).Select(group => $"{group.Count()} {group.Key}")));
        return output.ToString();
    }

    public static string Json(string address, IReadOnlyList<(Rule Rule, Finding Finding)> rows)
    {
        using var output = new MemoryStream();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("address", address);
        writer.WriteStartArray("rules");
        foreach (var (rule, finding) in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("number", rule.Number);
            writer.WriteString("source", rule.Source);
            writer.WriteString("sentence", rule.Sentence);
            writer.WriteString("finding", Word(finding));
            writer.WriteString("detail", Detail(finding));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }

    private static string Word(Finding finding) => finding switch
    {
        Finding.Held => "held",
        Finding.Broken => "broken",
        Finding.NotTestable => "not testable",
        Finding.NotOffered => "not offered",
        _ => throw new InvalidOperationException($"A finding without a word: {finding}"),
    };

    private static string? Detail(Finding finding) => finding switch
    {
        Finding.Held { Unseen: { } unseen } => $"Not seen: {unseen}.",
        Finding.Broken { Seen: var seen } => $"Seen: {seen}.",
        Finding.NotTestable { Why: var why } => $"{why}.",
        Finding.NotOffered { Why: var why } => $"{why}.",
        _ => null,
    };

    /// <summary>What a foreign server answered, with every character spelled out that a terminal would obey instead of show.</summary>
    public static string Printable(string text) => string.Concat(text.Select(letter => IsShown(letter) ? letter.ToString() : $"\\u{(int)letter:x4}"));

    private static bool IsShown(char letter) =>
        char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void Wrap(TextWriter output, string head, string text)
    {
        var line = head;
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length > Width && line.Length > Indent)
            {
                output.WriteLine(line.TrimEnd());
                line = new string(' ', Indent);
            }

            line += word + " ";
        }

        output.WriteLine(line.TrimEnd());
    }
}
