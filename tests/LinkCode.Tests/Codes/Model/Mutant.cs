using System.Text.RegularExpressions;

namespace LinkCode.Tests.Codes.Model;

/// <summary>One statement of the store with one thing wrong.</summary>
internal sealed partial record Mutant(string Statement, string Change, string Wrong)
{
    /// <summary>Every way to drop one condition, one alternative or one listed state, to move one boundary, or to swap a minimum and a maximum.</summary>
    public static IEnumerable<Mutant> Of(string statement)
    {
        foreach (Match found in Condition().Matches(statement))
        {
            yield return Replace(statement, found.Index, found.Length, "1 = 1", $"without {found.Value}");
            yield return Replace(statement, found.Index, found.Length, "1 = 0", $"never {found.Value}");
        }

        foreach (Match found in Alternatives().Matches(statement))
        {
            yield return Replace(statement, found.Index, found.Length, "1 = 1", $"without {found.Value}");
        }

        foreach (Match found in Boundary().Matches(statement))
        {
            var moved = found.Value switch { "<=" => "<", "<" => "<=", ">" => ">=", _ => ">" };
            yield return Replace(statement, found.Index, found.Length, moved, $"{moved} instead of {found.Value} at {found.Index}");
        }

        foreach (Match found in Listed().Matches(statement))
        {
            var states = found.Groups[1].Value.Split(", ");
            foreach (var state in states)
            {
                yield return Replace(statement, found.Groups[1].Index, found.Groups[1].Length, string.Join(", ", states.Where(other => other != state)), $"state {state} not listed");
            }
        }

        foreach (Match found in Extreme().Matches(statement))
        {
            var other = found.Value == "max(" ? "min(" : "max(";
            yield return Replace(statement, found.Index, found.Length, other, $"{other} instead of {found.Value} at {found.Index}");
        }
    }

    private static Mutant Replace(string statement, int index, int length, string with, string change) =>
        new(statement, change, string.Concat(statement.AsSpan(0, index), with, statement.AsSpan(index + length)));

    // A comparison of a column, wherever it stands: behind WHERE, in an alternative, in a CASE.
    [GeneratedRegex(@"(?<=(WHERE|AND|OR|WHEN) \(?)[A-Z][A-Za-z]* (=|<=|>=|<|>) (\$[0-9]+|[0-9]+)|(?<=(WHERE|AND) )State IN \([0-9, ]+\)")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\([A-Z][^()]* OR [^()]*\)")]
    private static partial Regex Alternatives();

    [GeneratedRegex(@"(?<= )(<=|>=|<|>)(?= \$)")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"State IN \(([0-9, ]+)\)")]
    private static partial Regex Listed();

    [GeneratedRegex(@"\b(max|min)\(")]
    private static partial Regex Extreme();
}
