using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform.Looks;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace LinkCode.Tests.Platform;

/// <summary>What the operator chooses for the look is seen everywhere, and stays what it is: a picture, a colour, a style sheet.</summary>
public sealed partial class TheLook(TheLook.Themed fixture) : IClassFixture<TheLook.Themed>
{
    private const string Svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#7b2d8b"/></svg>""";

    // The smallest PNG there is: one pixel.
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    [Fact]
    public async Task Is_on_every_page()
    {
        using var person = new TestBrowser(fixture.Server);
        await person.LookAsync("/");
        Assert.Contains("Harbour", person.Page.QuerySelector("header .brand")!.TextContent, StringComparison.Ordinal);
        var mark = person.Page.QuerySelector("header .brand img")!.GetAttribute("src")!;
        Assert.Equal(mark, person.Page.QuerySelector("link[rel=icon]")!.GetAttribute("href"));
        var sheets = person.Page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(["/link.css", "/look/colours.css", "/look/style.css"], sheets.Select(sheet => sheet.Split('?')[0]));

        using var program = fixture.Server.Program();
        var colours = await program.GetStringAsync(sheets[1]);
        Assert.Contains("--accent: #7b2d8b; --on-accent: #ffffff;", colours, StringComparison.Ordinal);
        Assert.Matches("prefers-color-scheme: dark.*--accent: #[0-9a-f]{6}; --on-accent: #06202c;", colours);
        Assert.Equal("h1 { font-style: italic; }", await program.GetStringAsync(sheets[2]));
    }

    [Fact]
    public async Task Is_on_the_television()
    {
        using var person = await TestBrowser.SignInAsync(fixture.Server);
        await person.LookAsync("/television");
        Assert.Equal("screen", person.Page.DocumentElement.ClassName);
        Assert.StartsWith("/look/logo?v=", person.Page.QuerySelector("img.own")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal(["/television.css", "/look/colours.css"], person.Page.QuerySelectorAll("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!.Split('?')[0]));
    }

    [Fact]
    public async Task Comes_from_our_own_address_and_may_be_kept()
    {
        using var program = fixture.Server.Program();
        foreach (var (file, type) in new[] { (fixture.Look.LogoAddress!, "image/svg+xml"), (fixture.Look.ColoursAddress!, "text/css"), ("/look/style.css", "text/css") })
        {
            using var answer = await program.GetAsync(file);
            Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal(file.Contains('?', StringComparison.Ordinal), answer.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(300));
            Assert.Contains("default-src 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            using var again = new HttpRequestMessage(HttpMethod.Get, file) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var same = await program.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        }

        // Opened by itself, a picture could be a page.
        using var logo = await program.GetAsync(fixture.Look.LogoAddress);
        Assert.Contains("sandbox", string.Join(' ', logo.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_in_letters()
    {
        var letter = new Letter("A subject", "en") { Button = new LetterButton("Open", "https://link.example/") };
        using var plain = fixture.Server.Services.GetRequiredService<LetterPress>().Print("ana@example.org", letter);
        Assert.Contains("color:#ffffff;background:#7b2d8b", plain.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", plain.HtmlBody, StringComparison.Ordinal);

        // Mail programs show PNG and no SVG; the picture travels with the letter.
        var file = Path.Combine(fixture.Server.Folder, "mark.png");
        File.WriteAllBytes(file, Convert.FromBase64String(Png));
        var press = ActivatorUtilities.CreateInstance<LetterPress>(fixture.Server.Services, new Look(Microsoft.Extensions.Options.Options.Create(new LookOptions { Logo = file })));
        using var marked = press.Print("ana@example.org", letter);
        Assert.Contains("src=\"cid:mark\"", marked.HtmlBody, StringComparison.Ordinal);
        Assert.Single(marked.BodyParts.OfType<MimePart>(), part => part.ContentId == "mark" && part.ContentType.MimeType == "image/png");
    }

    [Fact]
    public async Task Of_an_app_is_its_tile_and_nothing_else()
    {
        await fixture.Server.AddAppAsync("fern", new AppSettings { Name = "Fern", Colour = "#D93025" });
        var device = await new TestDevice(fixture.Server.Program(), "fern").AskAsync();
        using var person = await TestBrowser.SignInAsync(fixture.Server);
        await person.LookAsync("/link?user_code=" + device.UserCode);
        await person.PressAsync("main button[value=yes]");
        Assert.Contains("Fern", person.Text, StringComparison.Ordinal);
        var painted = person.Page.QuerySelectorAll("[fill], [color], [style]");
        Assert.Equal(2, painted.Length);
        Assert.All(painted, one => Assert.Equal("tile painted", one.Closest(".tile")!.ClassName));
        Assert.Equal("#d93025", painted[0].GetAttribute("fill"));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><p>Hello</p></foreignObject></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><image href='https://elsewhere.example/a.png'/></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><a xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='javascript:alert(1)'/></svg>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>")]
    [InlineData("<html/>")]
    [InlineData("GIF89a")]
    public void A_mark_that_is_more_than_a_picture_is_refused(string content)
    {
        Assert.NotNull(LookFile.IsPicture(new LookFile(Encoding.UTF8.GetBytes(content), "image/svg+xml")));
        Assert.Null(LookFile.IsPicture(new LookFile(Encoding.UTF8.GetBytes(Svg), "image/svg+xml")));
    }

    [Fact]
    public void Is_measured_against_the_colours_that_pages_have()
    {
        var (light, dark) = (Tokens("link.css", 0), Tokens("link.css", 1));
        Assert.All(Paper.Light.Surfaces, surface => Assert.Equal(surface.Colour, light[surface.Name]));
        Assert.All(Paper.Dark.Surfaces.Where(surface => surface.Name != "television"), surface => Assert.Equal(surface.Colour, dark[surface.Name]));
        Assert.Equal(Tokens("television.css", 0)["--ground"], Paper.Dark.Surfaces.Single(surface => surface.Name == "television").Colour);
        Assert.Equal([light["--surface"], dark["--surface"]], Paper.Tiles.Select(tile => tile.Colour));

        // Ours keep to what is asked of others.
        Assert.Null(Paper.Light.Problem("", light["--accent"]));
        Assert.Null(Paper.Dark.Problem("", dark["--accent"]));
        Assert.True(light["--on-accent"].Contrast(light["--accent"]) >= Colour.Readable && dark["--on-accent"].Contrast(dark["--accent"]) >= Colour.Readable);
    }

    [Theory]
    [InlineData("#ffd400")]
    [InlineData("#000000")]
    [InlineData("#ffffff")]
    [InlineData("#e2001a")]
    [InlineData("#777777")]
    public void Any_colour_has_a_readable_neighbour(string text)
    {
        var colour = Colour.Read(text)!.Value;
        foreach (var paper in new[] { Paper.Light, Paper.Dark })
        {
            var near = paper.Nearest(colour);
            Assert.Null(paper.Problem("", near));
            Assert.True(paper.On(near).Contrast(near) >= Colour.Readable);
        }
    }

    private static Dictionary<string, Colour> Tokens(string file, int set) =>
        Token().Matches(Root().Matches(File.ReadAllText(Path.Combine(TestServer.Root(), "src", "LinkCode.Server", "wwwroot", file)))[set].Value)
            .ToDictionary(match => match.Groups[1].Value, match => Colour.Read(match.Groups[2].Value)!.Value);

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex(@"(--[a-z-]+): (#[0-9a-f]{3,6});")]
    private static partial Regex Token();

    public sealed class Themed : IAsyncLifetime
    {
        public TestServer Server { get; private set; } = null!;

        internal Look Look => Server.Services.GetRequiredService<Look>();

        public async ValueTask InitializeAsync()
        {
            var folder = TestDatabase.NewFolder();
            var (logo, style) = (Path.Combine(folder, "logo.svg"), Path.Combine(folder, "own.css"));
            await File.WriteAllTextAsync(logo, Svg);
            await File.WriteAllTextAsync(style, "h1 { font-style: italic; }");
            Server = await TestServer.StartAsync(
                new Dictionary<string, string?> { ["LinkCode:SiteName"] = "Harbour", ["LinkCode:Look:Accent"] = "#7b2d8b", ["LinkCode:Look:Logo"] = logo, ["LinkCode:Look:Stylesheet"] = style },
                folder);
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
