using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using LinkCode.Tests.Foreign;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>What pages promise only over https, or only to somebody signed in.</summary>
public sealed class PagesOverHttps(HttpsFixture fixture) : IClassFixture<HttpsFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task N69_a_yes_within_a_second_is_not_taken()
    {
        using var person = await WebPerson.AddAsync(Server);
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        var review = await person.TypeAsync(device.UserCode);

        // However slow this machine is, the server's clock says that no time has passed.
        Server.Clock.Advance(TimeSpan.FromSeconds(-30));
        var again = await person.PressAsync(review, "answer", "yes");
        Assert.Equal("/link/review", again.Path);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);

        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        var done = await person.DecideAsync(again, yes: true);
        Assert.StartsWith("/link/done/", done.Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Fact]
    public async Task N71_answers_from_memory_say_too_that_https_stays_and_that_nothing_is_guessed()
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync();
        var (pending, early) = (await device.PollAsync(), await device.PollAsync());
        Assert.Equal(("authorization_pending", "slow_down"), (pending.Error, early.Error));
        Assert.All([pending, early], answer =>
        {
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.StartsWith("max-age=63072000", answer.Headers["Strict-Transport-Security"], StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        });
    }

    [Fact]
    public async Task N70_every_cookie_is_bound_to_its_host()
    {
        var mail = $"{Guid.NewGuid():N}@example.org";
        await Server.AddAccountAsync(mail);
        using var http = Server.Program();
        using var page = await http.GetAsync("/sign-in");
        var lines = Cookies(page).ToList();
        var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var fields = document.QuerySelectorAll("form[method=post] input[type=hidden]").OfType<IHtmlInputElement>().DistinctBy(input => input.Name)
            .ToDictionary(input => input.Name!, input => input.Value);
        (fields["mail"], fields["password"]) = (mail, "a long enough password");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", string.Join("; ", lines.Select(line => line.Split(';')[0])));
        using var signedIn = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        lines.AddRange(Cookies(signedIn));

        Assert.True(lines.Count >= 2, string.Join('\n', lines));
        Assert.All(lines, line =>
        {
            var parts = line.ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries);
            Assert.StartsWith("__host-", parts[0], StringComparison.Ordinal);
            Assert.Contains("secure", parts);
            Assert.Contains("httponly", parts);
            Assert.Contains("path=/", parts);
            Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task N71_browsers_are_told_to_stay_with_https()
    {
        using var http = Server.Program();
        using var page = await http.GetAsync("/link");
        var age = page.Headers.GetValues("Strict-Transport-Security").Single();
        Assert.StartsWith("max-age=63072000", age, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/link", 1)]
    [InlineData("/", 0)]
    public async Task N71_a_script_that_stands_in_a_page_is_ours_by_its_hash(string path, int expected)
    {
        using var http = Server.Program();
        using var page = await http.GetAsync(path);
        var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var hashes = document.Scripts.Where(script => script.Source is null)
            .Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Text)))}'").ToList();
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Equal(expected, hashes.Count);
        Assert.Contains($"script-src {string.Join(' ', ["'self'", .. hashes])};", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task N4_machines_are_refused_over_plain_http_where_the_site_is_https()
    {
        await using var behind = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:PublicUrl"] = "https://link.example" });
        using var http = behind.Program();
        using var form = new FormUrlEncodedContent([new("client_id", "demo-tv")]);
        using var answer = await http.PostAsync("/oauth/device", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [];
}
