using System.Net;
using System.Reflection;
using System.Xml.Linq;
using LinkCode.Server;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Operator;

/// <summary>The page that shows every letter there is leaves none out, and each is whole in every language.</summary>
public sealed class EveryLetter(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    [Fact]
    public async Task Is_on_the_list()
    {
        // Whatever is written has a subject, and subjects stand in the texts.
        var subjects = XDocument.Load(Path.Combine(TestServer.Root(), "src", "LinkCode.Server", "Texts", "Text.resx")).Root!.Elements("data")
            .Select(data => data.Attribute("name")!.Value).Where(name => name.StartsWith("mail.", StringComparison.Ordinal) && name.EndsWith(".subject", StringComparison.Ordinal))
            .Select(name => name["mail.".Length..^".subject".Length]).ToList();
        var page = await fixture.Site.Browser().GetAsync("/dev/mail/templates");
        var listed = page.Document.QuerySelectorAll("main li a").Select(link => link.GetAttribute("href")!.Split('/')[^1]).ToList();
        Assert.NotEmpty(listed);
        Assert.Empty(subjects.Except(listed));
        Assert.Empty(listed.Except(subjects));
        Assert.Equal(listed.Count, listed.Distinct().Count());
    }

    [Fact]
    public void Comes_from_somebody_who_shows_samples()
    {
        var types = typeof(LinkCodeServer).Assembly.GetTypes();
        var shown = types.Where(type => type.IsClass && type.IsAssignableTo(typeof(ISampleLetters))).ToList();
        shown.AddRange([.. shown.SelectMany(type => type.GetConstructors()).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType)]);
        var silent = types.Where(type => type.Namespace != typeof(Letter).Namespace && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
            && type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Any(method => method.ReturnType == typeof(Letter) && method.Name.StartsWith("Write", StringComparison.Ordinal) && method.GetParameters().All(parameter => parameter.Name != "language")));
        Assert.Empty(silent.Except(shown));
    }

    [Fact]
    public async Task Is_whole_in_every_language()
    {
        var english = await WriteAsync("en");
        Assert.NotEmpty(english);
        foreach (var language in PlatformRoom.Languages)
        {
            foreach (var (name, letter) in await WriteAsync(language))
            {
                Assert.Equal(language, letter.Language);
                string[] words = [letter.Subject, .. letter.Opening, .. letter.Closing, .. letter.Facts.Select(fact => fact.Name), .. letter.Button is { } button ? [button.Label] : Array.Empty<string>()];
                Assert.All(words, text => Assert.False(string.IsNullOrWhiteSpace(text) || text.Contains("mail.", StringComparison.Ordinal) || text.Contains('{', StringComparison.Ordinal), $"{name} in {language}: {text}"));
                if (language != "en")
                {
                    Assert.NotEqual(english[name].Opening, letter.Opening);
                }
            }
        }
    }

    [Fact]
    public async Task Is_shown_as_text_beside_a_page_that_can_do_nothing()
    {
        var browser = fixture.Site.Browser();
        var page = await browser.GetAsync("/dev/mail/templates/confirm");
        var frames = page.Document.QuerySelectorAll("iframe");
        Assert.Equal(PlatformRoom.Languages.Length, frames.Length);
        Assert.Equal(PlatformRoom.Languages.Length, page.Document.QuerySelectorAll("pre").Length);
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Site.Address) };
        using var answer = await http.GetAsync(frames[0].GetAttribute("src"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/dev/mail/templates/nothing")).Status);
    }

    private Task<Dictionary<string, Letter>> WriteAsync(string language) => fixture.Site.InScopeAsync<IEnumerable<ISampleLetters>, Dictionary<string, Letter>>(writers =>
    {
        var letters = new Dictionary<string, Letter>();
        Letter.In(new Reader(language, ""), () =>
        {
            letters = writers.SelectMany(writer => writer.Write()).ToDictionary(sample => sample.Name, sample => sample.Letter);
            return letters.Values.First();
        });
        return Task.FromResult(letters);
    });
}
