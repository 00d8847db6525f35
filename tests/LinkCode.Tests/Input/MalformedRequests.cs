using System.Collections.Concurrent;
using CsCheck;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Input;

/// <summary>Whatever is sent to any address: an answer in time, never a broken server (TRUST 67 to 84, 88).</summary>
public sealed class MalformedRequests
{
    private const int Requests = 5000;

    // A server that refuses so many bytes closes while they still arrive, and the system may throw its answer away.
    private const int MayBeCutOff = 4096;

    // CsCheck prints the seed of a request that failed; put here, it sends that one first.
    private const string? Seed = null;

    private static readonly string[] Machines = ["/oauth/device", "/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/userinfo"];
    private static readonly string[] AlsoOpen = ["/oauth/authorize", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks", "/", "/nowhere"];
    private static readonly string[] Secrets = ["   at ", "System.", "Microsoft.", "SELECT ", "INSERT ", "UPDATE ", "SQLite"];

    [Fact]
    public async Task T67_to_T84_five_thousand_odd_requests_are_answered_in_time_and_without_a_fault()
    {
        using var faults = new FaultKeeper();
        await using var server = await StartAsync(faults);
        await SendAllAsync(server, OddRequests.To([.. Routes(server), .. Machines, .. Machines, .. Machines, .. AlsoOpen], Machines));
        Assert.Empty(faults.Faults);
    }

    [Fact]
    public async Task So_are_those_of_a_person_who_is_signed_in_and_holds_a_form()
    {
        using var faults = new FaultKeeper();
        await using var server = await StartAsync(faults);
        using var person = await WebPerson.AddAsync(server);
        var form = (await person.GoAsync("/link")).FormWith("code");
        var token = ((AngleSharp.Html.Dom.IHtmlInputElement)form.QuerySelector("input[name=check]")!).Value;
        await SendAllAsync(server, OddRequests.To([.. Routes(server), .. AlsoOpen], Machines, $"Cookie: {person.Cookies}\r\n", $"check={Uri.EscapeDataString(token)}"));
        Assert.Empty(faults.Faults);
        Assert.Equal("/link", (await person.GoAsync("/link")).Path);
    }

    [Fact]
    public async Task A_name_with_an_open_bracket_is_a_name_like_any_other()
    {
        using var faults = new FaultKeeper();
        await using var server = await StartAsync(faults);
        using var person = await WebPerson.AddAsync(server);
        var form = (await person.GoAsync("/link")).FormWith("code");
        var token = ((AngleSharp.Html.Dom.IHtmlInputElement)form.QuerySelector("input[name=check]")!).Value;
        using var http = server.Program();
        foreach (var path in Routes(server))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path + "?a[=1")
            {
                Content = new StringContent($"Z[.W=1&check={Uri.EscapeDataString(token)}", encoding: null, "application/x-www-form-urlencoded"),
            };
            request.Headers.Add("Cookie", person.Cookies);
            using var answer = await http.SendAsync(request);
            Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
        }

        Assert.Empty(faults.Faults);
    }

    private static Task<TestServer> StartAsync(FaultKeeper faults) => TestServer.StartAsync(adjust: services => services.AddSingleton<ILoggerProvider>(faults));

    private static async Task SendAllAsync(TestServer server, Gen<OddRequest> requests)
    {
        var statuses = new ConcurrentDictionary<int, int>();
        await requests.SampleAsync(
            async request =>
            {
                var answer = await RawAnswer.GetAsync(server.Address, request.ToBytes(server.Address.Authority));
                Assert.True(answer is not null, $"No answer in {RawAnswer.Patience.TotalSeconds} s.");
                Assert.True(answer.Status > 0 || request.Body.Length + request.Headers.Length > MayBeCutOff, "Closed without an answer.");
                Assert.True(answer.Status < 500, answer.Head + answer.Body);
                Assert.DoesNotContain(Secrets, secret => answer.Body.Contains(secret, StringComparison.Ordinal));
                if (request.IsForMachines && answer.Status >= 400 && ReachedUs(answer) && !WantsNone(request))
                {
                    Assert.True(answer.IsJsonError, answer.Head + "\n\n" + answer.Body);
                }

                statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
            },
            seed: Seed,
            iter: Requests,
            threads: 4,
            print: request => request.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")));

        // Requests that were refused before anybody looked at them would prove little.
        Assert.True(statuses.GetValueOrDefault(200) + statuses.GetValueOrDefault(400) > Requests / 3, "Hardly any request got as far as our pages.");
        using var http = server.Program();
        Assert.Equal("authorization_pending", (await (await new TestDevice(http).AskAsync()).PollAsync()).Error);
    }

    // Kestrel itself refuses what is not HTTP at all; every answer of ours carries our headers.
    private static bool ReachedUs(RawAnswer answer) => answer.Head.Contains("nosniff", StringComparison.Ordinal);

    // Whoever asks for a page gets one, and an answer to HEAD has no body.
    private static bool WantsNone(OddRequest request) => request.Method == "HEAD" || request.Headers.Contains("text/html", StringComparison.Ordinal);

    private static IEnumerable<string> Routes(TestServer server) => server.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Select(endpoint => "/" + Filled(endpoint.RoutePattern)).Distinct().Order(StringComparer.Ordinal);

    private static string Filled(Microsoft.AspNetCore.Routing.Patterns.RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: var name } => name.EndsWith("Id", StringComparison.OrdinalIgnoreCase) ? Guid.Empty.ToString() : "404",
            _ => "",
        }))));
}
