using System.Text.RegularExpressions;
using System.Xml.Linq;
using LinkCode.Server.Platform;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.House;

/// <summary>Every text people see stands in the resource files, in every language.</summary>
public sealed partial class Texts
{
    private static readonly string Server = Path.Combine(TestServer.Root(), "src", "LinkCode.Server");

    [Fact]
    public void Every_text_that_is_asked_for_exists()
    {
        var known = Keys("Text.resx");
        var asked = Directory.EnumerateFiles(Server, "*.cs*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Asked().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));

        // A key that ends in a dot is the beginning of several, finished while the page is made.
        Assert.Empty(asked.Distinct().Where(key => key.EndsWith('.') ? !known.Any(other => other.StartsWith(key, StringComparison.Ordinal)) : !known.Contains(key)));
    }

    [Fact]
    public void Every_language_has_every_text_with_the_same_places_to_fill()
    {
        var english = Entries("Text.resx");
        foreach (var language in PlatformRoom.Languages.Where(language => language != "en"))
        {
            var other = Entries($"Text.{language}.resx");
            Assert.Empty(english.Keys.Except(other.Keys));
            Assert.Empty(other.Keys.Except(english.Keys));
            Assert.Empty(english.Keys.Where(key => !Places(english[key]).SetEquals(Places(other[key]))));
        }
    }

    [Fact]
    public void No_page_says_a_word_that_people_should_not_have_to_know()
    {
        var entries = Entries("Text.resx").Where(entry => Jargon().IsMatch(entry.Value)).Select(entry => $"{entry.Key}: {entry.Value}");
        Assert.Empty(entries);
    }

    private static HashSet<string> Keys(string file) => [.. Entries(file).Keys];

    private static Dictionary<string, string> Entries(string file) =>
        XDocument.Load(Path.Combine(Server, "Texts", file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"(?:\bT|\bH|\btexts?|\blocalizer)\[""([a-zA-Z0-9.\-_]+)""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Place();

    [GeneratedRegex(@"\b(client|grant|scope|user code|authenticat(?!or app)\w*|invalid|token)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Jargon();
}
