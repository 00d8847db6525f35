using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Platform;

/// <summary>The pages that explain: home, help and privacy.</summary>
public sealed class PagesForEverybody(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Home_says_what_this_is_and_offers_a_try()
    {
        using var person = new TestBrowser(fixture.Server);
        await person.LookAsync("/");
        Assert.Equal(HttpStatusCode.OK, person.Status);
        Assert.NotNull(person.Page.QuerySelector("main a[href='/link']"));
        Assert.NotNull(person.Page.QuerySelector("main a[href='/television']"));
        Assert.NotNull(person.Page.QuerySelector("main a[href='/sign-up']"));
    }

    [Fact]
    public async Task Home_greets_whoever_is_signed_in()
    {
        using var person = await TestBrowser.SignInAsync(fixture.Server);
        await person.LookAsync("/");
        Assert.Contains("Hello, Ada Example", person.Text, StringComparison.Ordinal);
        Assert.NotNull(person.Page.QuerySelector("main a[href='/devices']"));
        Assert.Null(person.Page.QuerySelector("main a[href='/sign-up']"));
    }

    [Fact]
    public async Task Help_answers_the_ten_things_that_go_wrong()
    {
        using var person = new TestBrowser(fixture.Server);
        await person.LookAsync("/help");
        var anchors = person.Page.QuerySelectorAll("main nav a").Select(link => link.GetAttribute("href")![1..]).ToList();
        Assert.Equal(10, anchors.Count);
        Assert.All(anchors, anchor => Assert.NotEmpty(person.Page.GetElementById(anchor)!.QuerySelectorAll("p")));
        Assert.Contains(fixture.Server.Address.GetLeftPart(UriPartial.Authority), person.Text, StringComparison.Ordinal);
        foreach (var link in person.Page.QuerySelectorAll("main section a").Select(link => link.GetAttribute("href")!).Distinct().ToList())
        {
            await person.LookAsync(link);
            Assert.Equal(HttpStatusCode.OK, person.Status);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/link")]
    [InlineData("/sign-in?next=%2Flink")]
    [InlineData("/help")]
    [InlineData("/language")]
    [InlineData("/nowhere")]
    public async Task Every_link_around_a_page_leads_somewhere(string path)
    {
        using var person = new TestBrowser(fixture.Server);
        await person.LookAsync(path);
        var links = person.Page.QuerySelectorAll("header a, footer a").Select(link => link.GetAttribute("href")!).Distinct().ToList();
        Assert.Contains(links, link => link.StartsWith("/language", StringComparison.Ordinal));
        foreach (var link in links)
        {
            await person.LookAsync(link);
            Assert.True(person.Status == HttpStatusCode.OK, $"{link} on {path}: {person.Status}");
        }
    }

    [Fact]
    public async Task Every_page_of_the_frame_opens()
    {
        using var person = new TestBrowser(fixture.Server);
        await person.LookAsync("/");
        var links = person.Page.QuerySelectorAll("header a, footer a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Contains(links, link => link.StartsWith("/language", StringComparison.Ordinal));
        foreach (var link in links)
        {
            await person.LookAsync(link);
            Assert.True(person.Status == HttpStatusCode.OK, link);
        }
    }

    [Fact]
    public async Task Privacy_is_told_without_signing_in()
    {
        using var person = new TestBrowser(fixture.Server);
        await person.LookAsync("/privacy");
        Assert.Equal(HttpStatusCode.OK, person.Status);
        Assert.Contains("What we keep", person.Text, StringComparison.Ordinal);
    }
}
