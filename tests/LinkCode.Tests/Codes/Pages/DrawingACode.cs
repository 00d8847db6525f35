using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>The QR picture of a code.</summary>
public sealed class DrawingACode(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("svg", "image/svg+xml")]
    [InlineData("png", "image/png")]
    [InlineData("text", "text/plain")]
    public async Task X7_any_well_formed_code_is_drawn_and_never_kept(string format, string type)
    {
        using var http = fixture.Server.Program();
        using var answer = await http.GetAsync($"/link/qr?code=WDJB-MJHT&format={format}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task X7_a_live_code_is_drawn_like_any_other()
    {
        using var http = fixture.Server.Program();
        var device = await new TestDevice(http).AskAsync();
        Assert.Equal(await LengthAsync(http, "BCDF-GHJK"), await LengthAsync(http, device.UserCode));
        Assert.Equal("waiting", (await device.PollAsync()).Text("link_status"));
    }

    [Theory]
    [InlineData("code=AAAA-AAAA")]
    [InlineData("code=")]
    [InlineData("format=svg")]
    [InlineData("code=WDJB-MJHT&format=gif")]
    [InlineData("code=WDJB-MJHT&size=1")]
    [InlineData("code=WDJB-MJHT&size=100000")]
    [InlineData("code=WDJB-MJHT&size=x")]
    public async Task What_is_no_code_or_no_picture_is_refused(string query)
    {
        using var http = fixture.Server.Program();
        using var answer = await http.GetAsync("/link/qr?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    // Terminal text has one length for one size of picture, whatever is in it.
    private static async Task<int> LengthAsync(HttpClient http, string code) => (await http.GetStringAsync($"/link/qr?format=text&code={code}")).Length;
}
