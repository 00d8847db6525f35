using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using LinkCode.Server.Platform;
using LinkCode.Tests.Host;
using OpenIddict.Abstractions;

namespace LinkCode.Tests.Platform;

/// <summary>Every error has a page, and every page of errors says something.</summary>
public sealed partial class PagesAboutErrors(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly string Source = Path.Combine(TestServer.Root(), "src", "LinkCode.Server");

    [Fact]
    public void Every_error_word_in_the_source_has_a_page()
    {
        var source = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();
        var named = source.SelectMany(text => Named().Matches(text)).Select(match => Word(match.Groups[1].Value)).OfType<string>();
        var literal = source.SelectMany(text => Literal().Matches(text)).Select(match => match.Groups[1].Value);
        string[] words = [.. named.Concat(literal).Concat(ProblemTypes.Words.Values).Distinct()];
        Assert.Contains("invalid_grant", words);
        Assert.Contains("slow_down", words);
        Assert.Empty(words.Where(word => ErrorDocs.Find(word) is null));
    }

    [Fact]
    public void The_index_names_every_page_and_every_page_has_its_four_parts()
    {
        var index = ErrorDocs.Find(ErrorDocs.Index)!;
        Assert.NotEmpty(ErrorDocs.Words);
        foreach (var word in ErrorDocs.Words)
        {
            Assert.Contains($"[{word}]({word}.md)", index, StringComparison.Ordinal);
            var page = ErrorDocs.Find(word)!;
            Assert.StartsWith($"# {word}\n", page, StringComparison.Ordinal);
            Assert.All(new[] { "## What it means", "## Why it happens", "## What to do next", "## Where it is written" }, part => Assert.Contains(part, page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_server_shows_every_page_and_no_link_on_it_is_dead()
    {
        using var person = new TestBrowser(fixture.Server);
        foreach (var word in ErrorDocs.Words)
        {
            await person.LookAsync("/errors/" + word);
            Assert.Equal(HttpStatusCode.OK, person.Status);
            Assert.Equal(word, person.Page.QuerySelector("h1")!.TextContent);
            Assert.DoesNotContain("**", person.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("](", person.Text, StringComparison.Ordinal);
            var neighbours = person.Page.QuerySelectorAll(".prose a[href^='/errors/']").Select(link => link.GetAttribute("href")!["/errors/".Length..]);
            Assert.All(neighbours, neighbour => Assert.NotNull(ErrorDocs.Find(neighbour)));
        }

        await person.LookAsync("/errors/no_such_word");
        Assert.Equal(HttpStatusCode.NotFound, person.Status);
    }

    [Theory]
    [InlineData(400), InlineData(403), InlineData(404), InlineData(405), InlineData(413), InlineData(415), InlineData(429), InlineData(500), InlineData(503)]
    public async Task Every_status_has_its_own_words(int status)
    {
        using var person = new TestBrowser(fixture.Server);
        await person.LookAsync($"/error/{status}");
        Assert.Equal(status, (int)person.Status);
        Assert.DoesNotContain("error.", person.Text, StringComparison.Ordinal);
        Assert.NotNull(person.Page.QuerySelector("main a[href]"));
    }

    [Fact]
    public async Task Programs_get_problem_details_with_the_address_of_the_page()
    {
        using var http = fixture.Server.Program();
        using var answer = await http.GetAsync("/no/such/address");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(new Uri(fixture.Server.Address, "errors/not_found").AbsoluteUri, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string? Word(string field) =>
        (string?)typeof(OpenIddictConstants.Errors).GetField(field, BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

    [GeneratedRegex(@"\bErrors\.([A-Z]\w+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"error\\?""\]? *[:=] *\\?""([a-z_]+)")]
    private static partial Regex Literal();
}
