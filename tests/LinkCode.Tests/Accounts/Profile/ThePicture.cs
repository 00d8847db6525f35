using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Dom;
using LinkCode.Tests.Codes.Pages;

namespace LinkCode.Tests.Accounts.Profile;

/// <summary>A picture is what it holds, not what it is called, and tells nothing but what it shows.</summary>
public sealed class ThePicture(LinkSite link) : IClassFixture<LinkSite>
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("<!doctype html><script>alert(1)</script>" + new string(' ', 400));

    public static TheoryData<string, byte[], string> Wrong => new()
    {
        { "a page that is called a picture", Page, "cannot read this file" },
        { "a page behind the head of a picture", [.. Pictures.Png[..8], .. Page], "cannot read this file" },
        { "a drawing with scripts", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"), "cannot read this file" },
        { "half a PNG", Pictures.Png[..^20], "cannot read this file" },
        { "half a JPEG", Pictures.Jpeg[..^20], "cannot read this file" },
        { "half a WebP", Pictures.Webp[..^20], "cannot read this file" },
        { "a WebP that ends before its head", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. new byte[8]], "cannot read this file" },
        { "a moving picture", [.. "GIF89a"u8, .. new byte[200]], "cannot read this file" },
        { "ten thousand million pixels", Pictures.PngOf(100_000, 100_000), "too many pixels" },
        { "one side too long", Pictures.JpegOf(16, 4097), "too many pixels" },
        { "no pixels", Pictures.PngOf(0, 8), "too many pixels" },
        { "nothing", [], "There is no picture yet" },
    };

    public static TheoryData<string, byte[]> Right => new()
    {
        { "image/png", Pictures.PngWithSecret() },
        { "image/jpeg", Pictures.JpegWithSecret() },
        { "image/webp", Pictures.WebpWithSecret() },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public async Task Is_kept_without_what_was_hidden_in_it(string type, byte[] picture)
    {
        var owner = await link.PersonAsync();
        Assert.Contains(Pictures.Secret, Encoding.Latin1.GetString(picture), StringComparison.Ordinal);
        var saved = await SendAsync(owner, picture, "whatever.html", "text/html");
        Assert.Contains("Your picture is saved", saved.Text, StringComparison.Ordinal);

        // Whoever was told the address may show it, and nothing else than a picture can come of it.
        using var stranger = new HttpClient { BaseAddress = new Uri(link.Site.Address) };
        using var answer = await stranger.GetAsync(Shown(saved));
        var kept = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(type, answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(("nosniff", "default-src 'none'; sandbox"), (answer.Headers.GetValues("X-Content-Type-Options").Single(), answer.Headers.GetValues("Content-Security-Policy").Single()));
        Assert.True(answer.Headers.CacheControl!.Private);
        Assert.DoesNotContain(Pictures.Secret, Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.InRange(kept.Length, 200, picture.Length - Pictures.Secret.Length);
    }

    [Fact]
    public async Task Stays_the_right_way_up()
    {
        var owner = await link.PersonAsync();
        using var http = new HttpClient { BaseAddress = new Uri(link.Site.Address) };
        var kept = await http.GetByteArrayAsync(Shown(await SendAsync(owner, Pictures.JpegWithSecret(turn: 8), "a.jpg", "image/jpeg")));
        Assert.Equal((byte[])[0xff, 0xd8, 0xff, 0xe1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0], kept[..38]);
        kept = await http.GetByteArrayAsync(Shown(await SendAsync(owner, Pictures.Jpeg, "a.jpg", "image/jpeg")));
        Assert.NotEqual(0xe1, kept[3]);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Of_something_else_is_refused(string what, byte[] file, string why)
    {
        var owner = await link.PersonAsync();
        var refused = await SendAsync(owner, file, "face.png", "image/png");
        Assert.True(refused.Status == HttpStatusCode.BadRequest, what);
        Assert.Contains(why, refused.Text, StringComparison.Ordinal);
        Assert.Empty((await owner.GetAsync("/profile")).Document.QuerySelectorAll("main img"));
    }

    [Fact]
    public async Task Too_big_is_refused_with_reasons_as_long_as_it_is_heard()
    {
        var owner = await link.PersonAsync();
        var refused = await SendAsync(owner, [.. Pictures.Png, .. new byte[2 * 1024 * 1024]], "face.png", "image/png");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Contains("The file is too big", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(owner, new byte[5 * 1024 * 1024], "face.png", "image/png")).Status);

        // No other address reads so much, and this one nothing of strangers.
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(owner, new byte[100_000], "face.png", "image/png", to: "/profile")).Status);
        Assert.Equal("Sign in", (await link.Site.Browser().SendAsync(Form("none", new byte[100_000], "face.png", "image/png", "/profile/picture"))).Heading);
    }

    [Fact]
    public async Task Is_gone_when_it_is_removed_or_replaced()
    {
        var owner = await link.PersonAsync();
        var first = Shown(await SendAsync(owner, Pictures.Png, "a.png", "image/png"));
        var second = Shown(await SendAsync(owner, Pictures.Webp, "a.webp", "image/webp"));
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync(second)).Status);

        // The page of the heart shows it, too.
        var device = await link.DeviceAsync();
        Assert.Equal(second, ((IHtmlImageElement)(await LinkSite.TypeAsync(owner, device.UserCode)).Document.QuerySelector("main .who img.face")!).GetAttribute("src"));

        var removed = await owner.PressAsync(await owner.GetAsync("/profile/picture"), "Remove the picture");
        Assert.Contains("Your picture is removed", removed.Text, StringComparison.Ordinal);
        Assert.Equal("AL", removed.Document.QuerySelector("main .face")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(second)).Status);
    }

    internal static async Task<Page> SendAsync(Browser browser, byte[] file, string name, string type, string to = "/profile/picture")
    {
        var form = await browser.GetAsync("/profile/picture");
        var check = ((IHtmlInputElement)form.Document.QuerySelector("form input[name=check]")!).Value;
        return await browser.SendAsync(Form(check, file, name, type, to));
    }

    private static HttpRequestMessage Form(string check, byte[] file, string name, string type, string to)
    {
        var picture = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return new HttpRequestMessage(HttpMethod.Post, to) { Content = new MultipartFormDataContent { { new StringContent(check), "check" }, { picture, "picture", name } } };
    }

    private static string Shown(Page page) => page.Document.QuerySelector("main img.face")!.GetAttribute("src")!;
}
