using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LinkCode.Tests.Host;
using LinkCode.Tests.Input;

namespace LinkCode.Tests.OAuth;

/// <summary>Other spellings of an address, other shapes of a body and other places of a token: the rules stay the same.</summary>
public sealed class WalkingAroundTheGate(BrowserApps fixture) : IClassFixture<BrowserApps>
{
    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("/oauth/device/")]
    [InlineData("/oauth/token/")]
    [InlineData("/oauth/%2564evice")]
    [InlineData("/%256Fauth/device")]
    [InlineData("/oauth/device//")]
    [InlineData("/oauth/authorize/")]
    public async Task T67_an_endpoint_answers_at_its_own_address_alone(string path)
    {
        var answer = await PostAsync(path, "client_id=demo-tv");
        Assert.Equal(404, answer.Status);
        Assert.True(answer.IsJsonError, answer.Body);
        Assert.Equal(400, (await PostAsync(path, "client_id=demo-tv&client_id=demo-tv")).Status);
    }

    [Theory]
    [InlineData("/oauth/device")]
    [InlineData("/OAuth/Device")]
    [InlineData("/oauth/token")]
    public async Task T67_a_parameter_that_comes_twice_is_refused(string path)
    {
        var answer = await PostAsync(path, "client_id=demo-tv&scope=openid&scope=openid");
        Assert.Equal(400, answer.Status);
        Assert.Contains("\"invalid_request\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scope", "email")]
    [InlineData("state", "another")]
    [InlineData("prompt", "none")]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("max_age", "5")]
    [InlineData("unheard_of", "1")]
    public async Task T67_neither_may_an_app_with_a_browser_say_a_thing_twice(string parameter, string value)
    {
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(AppRequest.Address(("prompt", "consent"), ("max_age", "500"), ("unheard_of", "2")) + $"&{parameter}={Uri.EscapeDataString(value)}");
        Assert.Equal(HttpStatusCode.BadRequest, person.Status);
        Assert.NotNull(person.Page.QuerySelector("a[href='/errors/invalid_request']"));

        var form = AppRequest.Address(("prompt", "consent"), ("max_age", "500"), ("unheard_of", "2")).Split('?')[1];
        Assert.Equal(400, (await PostAsync("/oauth/authorize", $"{form}&{parameter}={Uri.EscapeDataString(value)}")).Status);
    }

    [Theory]
    [InlineData("/oauth/device", false)]
    [InlineData("/oauth/device", true)]
    [InlineData("/oauth/token", false)]
    [InlineData("/oauth/token", true)]
    public async Task T73_more_than_eight_kilobytes_are_too_many_however_they_come(string path, bool inPieces)
    {
        var fits = await PostAsync(path, "client_id=demo-tv&odd=" + new string('x', 8000), inPieces);
        Assert.NotEqual(413, fits.Status);
        var answer = await PostAsync(path, "client_id=demo-tv&odd=" + new string('x', 9000), inPieces);
        Assert.Equal(413, answer.Status);
        Assert.Contains("\"invalid_request\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("")]
    [InlineData("bm9jb2xvbg==")]
    [InlineData("OnNlY3JldA==")]
    [InlineData("YQA6Yg==")]
    [InlineData("YTpiAA==")]
    [InlineData("JTAwOng=")]
    [InlineData("ZGVtby10djolMDA=")]
    [InlineData("/////zp4")]
    public async Task T78_a_header_that_cannot_be_read_is_a_client_that_is_not_known(string credentials)
    {
        foreach (var path in new[] { "/oauth/token", "/oauth/device", "/oauth/introspect", "/oauth/revoke" })
        {
            var answer = await PostAsync(path, "grant_type=refresh_token&refresh_token=x&token=x", header: $"Authorization: Basic {credentials}\r\n");
            Assert.Equal(401, answer.Status);
            Assert.Contains("\"invalid_client\"", answer.Body, StringComparison.Ordinal);
            Assert.Contains("WWW-Authenticate: Basic ", answer.Head, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_token_in_an_address_or_a_form_opens_nothing()
    {
        using var http = Server.Program();
        var person = await Person.AddAsync(Server);
        var device = await new TestDevice(http, "demo-cli").AskAsync();
        await person.LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "/account/devices", device.AccessToken));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http, "/account/devices?access_token=" + device.AccessToken));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "/oauth/userinfo?access_token=" + device.AccessToken));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "/oauth/userinfo?access_token=" + device.AccessToken, device.AccessToken));
        Assert.NotEqual(HttpStatusCode.OK, (await device.PostAsync("/account/devices", ("access_token", device.AccessToken))).Status);
    }

    [Fact]
    public async Task T67_a_form_in_pieces_for_userinfo_is_looked_at_like_any_other() =>
        Assert.Equal(400, (await PostAsync("/oauth/userinfo", "access_token=a&access_token=b", inPieces: true)).Status);

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string address, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<RawAnswer> PostAsync(string path, string form, bool inPieces = false, string header = "")
    {
        var (length, body) = inPieces
            ? ("Transfer-Encoding: chunked", $"{form.Length:x}\r\n{form}\r\n0\r\n\r\n")
            : ($"Content-Length: {form.Length}", form);
        var request = $"POST {path} HTTP/1.1\r\nHost: {Server.Address.Authority}\r\nConnection: close\r\n{header}"
            + $"Content-Type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n{body}";
        return Assert.IsType<RawAnswer>(await RawAnswer.GetAsync(Server.Address, Encoding.ASCII.GetBytes(request)));
    }
}
