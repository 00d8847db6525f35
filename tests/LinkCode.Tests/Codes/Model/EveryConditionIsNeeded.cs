using System.Collections.Concurrent;
using CsCheck;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes.Model;

/// <summary>
/// The tests of the tests: the store's own statements, each with one thing wrong at a time, have to disagree with the model. The
/// statements are changed on their way to the database, so none is forgotten and nothing is built again.
/// </summary>
[Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
public sealed class EveryConditionIsNeeded(ITestOutputHelper output)
{
    [Fact]
    public async Task A_statement_with_one_thing_wrong_disagrees_with_the_model()
    {
        await using var real = await StoreUnderTest.OpenAsync();
        var mutants = (await StatementsAsync(real)).Where(sql => sql.Contains("WHERE", StringComparison.Ordinal)).SelectMany(Mutant.Of).ToList();
        var survivors = new List<string>();
        foreach (var mutant in mutants)
        {
            real.Changes.Of = sql => sql == mutant.Statement ? mutant.Wrong : sql;
            var (death, told) = await TellAsync(real);
            var line = $"{Shorten(mutant.Statement)}: {mutant.Change}";
            output.WriteLine(death is null ? $"SURVIVED {line}" : $"killed by story {told}: {line} — {death}");
            if (death is null)
            {
                survivors.Add(line);
            }
        }

        output.WriteLine($"{mutants.Count} mutants");
        Assert.True(mutants.Count > 50, "Hardly any mutants: are the statements written in another way now?");
        Assert.Empty(survivors);
    }

    // The same stories for every mutant, so that a run can be repeated: one made by chance, one about an edge, and so on.
    private static IEnumerable<Step[]> Stories()
    {
        var dice = new PCG(2, 2);
        return Step.Edges.SelectMany(edge => new[] { Step.Stories.Generate(dice, null, out _), edge });
    }

    private static async Task<(string? Death, int Told)> TellAsync(StoreUnderTest real)
    {
        var told = 0;
        foreach (var steps in Stories())
        {
            told++;
            try
            {
                if (await new Story(real).TellAsync(steps) is { } disagreement)
                {
                    return (disagreement, told);
                }
            }
            catch (System.Data.Common.DbException error)
            {
                return (error.Message, told);
            }
        }

        return (null, told);
    }

    // Every statement the store has, seen as they pass.
    private static async Task<IReadOnlyList<string>> StatementsAsync(StoreUnderTest real)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        real.Changes.Of = sql =>
        {
            seen.TryAdd(sql, true);
            return sql;
        };
        foreach (var steps in Stories().Take(60))
        {
            Assert.Null(await new Story(real).TellAsync(steps));
        }

        return [.. seen.Keys.Where(sql => sql.Contains("LinkRequests", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static string Shorten(string statement) => statement.Length > 70 ? statement[..70] + "…" : statement;
}
