using System.Net;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.House;

/// <summary>Every route says who may come in and how often; every form is guarded.</summary>
public sealed class Routes(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private IEnumerable<RouteEndpoint> Endpoints =>
        fixture.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct();

    [Fact]
    public void Every_route_names_its_policy_and_its_limit()
    {
        Assert.NotEmpty(Endpoints);
        var silent = Endpoints
            .Where(endpoint => (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
                || (endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>() is null && endpoint.Metadata.GetMetadata<DisableRateLimitingAttribute>() is null))
            .Select(endpoint => endpoint.DisplayName + " " + endpoint.RoutePattern.RawText).Distinct().ToList();
        Assert.Empty(silent);
    }

    [Fact]
    public async Task N72_every_page_refuses_a_form_without_its_token()
    {
        using var http = fixture.Server.Program();
        var pages = Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern)
            .Where(pattern => pattern.Parameters.All(parameter => parameter.IsOptional) && pattern.RawText?.Contains("error", StringComparison.Ordinal) == false)
            .Select(pattern => "/" + pattern.RawText!.Split('{')[0].Trim('/')).Distinct().ToList();
        Assert.Contains("/link", pages);
        foreach (var page in pages)
        {
            using var form = new FormUrlEncodedContent([new("code", "WDJB-MJHT")]);
            using var answer = await http.PostAsync(page, form);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest, $"{page} answered {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_posting_form_carries_its_token()
    {
        using var http = fixture.Server.Browser(followRedirects: true);
        var parser = new AngleSharp.Html.Parser.HtmlParser();
        foreach (var page in new[] { "/", "/link", "/link?user_code=WDJB-MJHT", "/sign-in", "/sign-up", "/forgot-password", "/help" })
        {
            var document = parser.ParseDocument(await http.GetStringAsync(page));
            foreach (var form in document.Forms.Where(form => form.Method.Equals("post", StringComparison.OrdinalIgnoreCase)))
            {
                Assert.True(form.QuerySelector("input[name=check]") is not null, $"{page}: the form to {form.Action} has no token");
            }
        }
    }
}
