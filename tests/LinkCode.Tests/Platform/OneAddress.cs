using System.Globalization;
using System.Net;
using System.Text;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using LinkCode.Tests.Input;
using LinkCode.Tests.OAuth;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Platform;

/// <summary>The server has one address, and what a request calls it by changes nothing (T100, T102).</summary>
public sealed class OneAddress(BrowserApps fixture) : IClassFixture<BrowserApps>
{
    private const string OddPort = "64999";
    private static readonly string[] ForMachines = ["/oauth/device", "/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/userinfo"];

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("localhost:" + OddPort)]
    [InlineData("127.0.0.1:" + OddPort)]
    [InlineData("[::1]:" + OddPort)]
    public async Task T100_T102_no_answer_repeats_the_name_or_the_port_a_request_used(string host)
    {
        var asked = 0;
        foreach (var path in Paths())
        {
            var answer = await AskAsync("GET", path, host);
            Assert.False(answer.Status is 0 or >= 500, $"{path} answered {answer.Status} {answer.Head}");
            Assert.DoesNotContain(OddPort, answer.Head + answer.Body, StringComparison.Ordinal);

            // A page that works at the public address alone sends people there, and nowhere else.
            Assert.DoesNotContain("Location: http", answer.Head.Replace("Location: " + Server.Address.AbsoluteUri, "", StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase);
            asked++;
        }

        foreach (var path in ForMachines)
        {
            var answer = await AskAsync("POST", path, host, "client_id=demo-tv&token=x");
            Assert.DoesNotContain(OddPort, answer.Head + answer.Body, StringComparison.Ordinal);
        }

        Assert.True(asked > 20, "Hardly any address was asked.");
    }

    [Fact]
    public async Task T100_somebody_signed_out_is_sent_to_the_sign_in_page_by_its_path()
    {
        var answer = await AskAsync("GET", "/devices", "127.0.0.1:" + OddPort);
        Assert.Equal(302, answer.Status);
        Assert.Contains("\nLocation: /sign-in?next=%2Fdevices", answer.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.BadRequest)]
    [InlineData("[::1]", HttpStatusCode.BadRequest)]
    [InlineData("elsewhere.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.elsewhere.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    public async Task T100_outside_development_only_the_public_name_is_answered(string host, HttpStatusCode status)
    {
        await using var site = await Site.ProductionAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/link");
        request.Headers.Host = host;
        Assert.Equal(status, (await site.Browser().SendAsync(request)).Status);
    }

    private IEnumerable<string> Paths()
    {
        var routes = Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(Segment)));
        return routes.Concat(["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks", AppRequest.Address(), "/oauth/userinfo", "/link?user_code=WDJB-MJHT", "/nothing-here"]).Distinct();
    }

    private static string Segment(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part =>
        part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : Guid.Empty.ToString()));

    private async Task<RawAnswer> AskAsync(string method, string path, string host, string form = "")
    {
        var length = form.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n") : "";
        var request = $"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n{length}\r\n{form}";
        return Assert.IsType<RawAnswer>(await RawAnswer.GetAsync(Server.Address, Encoding.ASCII.GetBytes(request)));
    }
}
