using System.Text.RegularExpressions;

namespace LinkCode.Tests.Codes.Model;

/// <summary>One statement of the store with one thing wrong.</summary>
internal sealed partial record Mutant(string Statement, string Change, string Wrong)
{
    /// <summary>Every way to drop one condition, one alternative or one listed state, to move one boundary, or to turn round what a later end is computed from.</summary>
    public static IEnumerable<Mutant> Of(string statement)
    {
        // Quoted names are for PostgreSQL; without them the patterns are easier to read.
        var bare = statement.Replace("\"", "", StringComparison.Ordinal);
        return Bare(bare).Select(mutant => mutant with { Statement = statement });
    }

    private static IEnumerable<Mutant> Bare(string statement)
    {
        var computed = Computed().Matches(statement);
        bool IsComputed(Match found) => computed.Any(whole => found.Index >= whole.Index && found.Index < whole.Index + whole.Length);
        foreach (var found in Condition().Matches(statement).Where(found => !IsComputed(found)))
        {
            yield return Replace(statement, found.Index, found.Length, "1 = 1", $"without {found.Value}");
            yield return Replace(statement, found.Index, found.Length, "1 = 0", $"never {found.Value}");
        }

        foreach (Match found in Alternatives().Matches(statement))
        {
            yield return Replace(statement, found.Index, found.Length, "1 = 1", $"without {found.Value}");
        }

        foreach (var found in Boundary().Matches(statement).Where(found => !IsComputed(found)))
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

        // Of two equal ends it does not matter which is taken, so here the whole comparison is turned round.
        foreach (var found in Comparison().Matches(statement).Where(IsComputed))
        {
            var turned = found.Value switch { "<=" => ">", "<" => ">=", ">" => "<=", _ => "<" };
            yield return Replace(statement, found.Index, found.Length, turned, $"{turned} instead of {found.Value} at {found.Index}");
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

    [GeneratedRegex(@"ExpiresAt = CASE .*? END")]
    private static partial Regex Computed();

    [GeneratedRegex(@"(?<= )(<=|>=|<|>)(?= )")]
    private static partial Regex Comparison();
}
