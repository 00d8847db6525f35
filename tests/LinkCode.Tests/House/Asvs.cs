using System.Reflection;
using System.Text.RegularExpressions;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.House;

/// <summary>docs/ASVS.md tells the truth: every requirement has its line, every test that a line names exists, and enough is met.</summary>
public sealed partial class Asvs
{
    // Levels 1 and 2 of chapters 6, 7, 9 and 10 of ASVS 5.0: how many there are in each section, where level 3 comes last.
    private const string Sections =
        "6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3";

    private static readonly string[] Standings = ["met", "in part", "not met", "does not apply"];

    [Fact]
    public void Every_requirement_has_one_line() =>
        Assert.Equal(
            Sections.Split(' ').Select(section => section.Split(':')).SelectMany(part => Enumerable.Range(1, int.Parse(part[1], null)).Select(number => $"{part[0]}.{number}")),
            Lines().Select(line => line.Number));

    [Fact]
    public void What_is_met_names_a_test_and_every_test_that_is_named_exists()
    {
        var pages = string.Join('\n', Directory.GetFiles(Path.Combine(TestServer.Root(), "tests", "LinkCode.BrowserTests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        foreach (var line in Lines())
        {
            Assert.Contains(line.Standing, Standings);
            var tests = Test().Matches(line.SeenBy).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
            Assert.True(line.Standing != "met" || tests.Count > 0, $"{line.Number} is met, and no test sees it.");
            Assert.All(tests, test => Assert.True(
                IsHere(test.Class, test.Method) || (pages.Contains($"class {test.Class}(", StringComparison.Ordinal) && pages.Contains($" {test.Method}(", StringComparison.Ordinal)),
                $"{line.Number} names {test.Class}.{test.Method}, which is no test."));
        }
    }

    [Fact]
    public void At_least_95_of_100_that_apply_are_met_and_the_page_counts_right()
    {
        var lines = Lines();
        var (applying, met) = (lines.Count(line => line.Standing != "does not apply"), lines.Count(line => line.Standing == "met"));
        Assert.True(met >= applying * 0.95, $"{met} of {applying} are met.");
        Assert.Contains($"{met} of {applying}; {lines.Count - applying} of {lines.Count} do not apply", Page(), StringComparison.Ordinal);
    }

    private static bool IsHere(string name, string test) => typeof(Asvs).Assembly.GetTypes()
        .Any(type => type.Name == name && type.GetMethod(test)?.GetCustomAttributes().OfType<FactAttribute>().Any() == true);

    private static List<(string Number, string Standing, string SeenBy)> Lines() =>
        [.. Row().Matches(Page()).Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))];

    private static string Page() => File.ReadAllText(Path.Combine(TestServer.Root(), "docs", "ASVS.md"));

    [GeneratedRegex(@"^\| ([0-9]+\.[0-9]+\.[0-9]+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+)\\.([A-Z][A-Za-z0-9_]*)`")]
    private static partial Regex Test();
}
