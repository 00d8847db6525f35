using System.Text.RegularExpressions;
using LinkCode.Server.Platform;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Operator;

/// <summary>The page of components cannot fall behind: whatever the style sheet knows is on it.</summary>
public sealed partial class TheDesignPage(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    // Another width of a page, a field of the report about a code, and the preview of letters.
    private static readonly string[] Elsewhere = ["wide", "number", "sides"];

    [Fact]
    public async Task Shows_every_component_of_the_style_sheet()
    {
        var sheet = Comment().Replace(await File.ReadAllTextAsync(Path.Combine(TestServer.Root(), "src", "LinkCode.Server", "wwwroot", "link.css")), "");
        var known = Rule().Matches(sheet).SelectMany(rule => Class().Matches(rule.Groups[1].Value)).Select(match => match.Groups[1].Value).Distinct();
        var page = await fixture.Site.Browser().GetAsync("/design");
        var shown = page.Document.All.SelectMany(element => element.ClassList).ToHashSet();
        Assert.NotEmpty(shown);
        Assert.Empty(known.Except(shown).Except(Elsewhere));
    }

    [Fact]
    public async Task Shows_every_icon()
    {
        var page = await fixture.Site.Browser().GetAsync("/design");
        var shown = page.Document.QuerySelectorAll("main svg.icon").Select(sign => sign.InnerHtml).ToHashSet();
        Assert.Empty(Icons.Names.Where(name => !shown.Any(drawing => Points(drawing).SequenceEqual(Points(Icons.Drawing(name))))));
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"([^{}]+)\{")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\.([a-z][a-z0-9-]*)")]
    private static partial Regex Class();

    // Browsers write tags in a way of their own, and the numbers as they came.
    private static IEnumerable<string> Points(string drawing) => Number().Matches(drawing).Select(match => match.Value);

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Number();
}
