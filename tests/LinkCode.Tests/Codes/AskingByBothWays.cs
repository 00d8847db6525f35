using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Platform;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LinkCode.Tests.Codes;

/// <summary>Codes are given out by a short way before routing and by the full endpoint; nobody can tell which one answered (N3, N5, N6, N7, X1, X3).</summary>
public sealed partial class AskingByBothWays(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    // The full endpoint reads a charset in quotes like any other; the short way does not look at it.
    private const string Plain = "application/x-www-form-urlencoded";
    private const string Quoted = "application/x-www-form-urlencoded; charset=\"utf-8\"";

    private static readonly string[] Fields =
    [
        "scope=openid", "scope=openid+profile", "scope=openid%20offline_access", "scope=", "scope=openid+openid", "scope=+openid", "scope=devices", "scope=nonsense", "scope=Openid",
        $"code_challenge={Challenge}", "code_challenge=short", "code_challenge=", "code_challenge_method=S256", "code_challenge_method=plain", "code_challenge_method=",
        "device_name=Living+room", "device_name=K%C3%BCche", "device_name=K\u00fcche", "device_name=%00", "device_name=%zz", "device_name=%FF", "device_name=a%0Ab", "device_name=",
        "device_type=tv", "device_model=X%2B1", "app_version=1.2.3", "device_id=abc-123", "ui_locales=de+en", "odd=1", "odd=2", "Odd=1", "od%64=1", "o=%zz", "empty=", "=1", "noequals", "",
        "client_secret=x", "client_secret=", "grant_type=refresh_token", "request=a.b.c", "request_uri=urn%3Ax", "resource=https%3A%2F%2Fx.example", "audience=x", "nonce=1", "client_id=demo-tv", "Client_Id=demo-tv",
    ];

    private static readonly string[] Apps = ["client_id=demo-tv", "client_id=demo-cli", "client_id=demo%2Dtv", "client_id=nobody", "client_id=", "odd=3"];

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task N6_a_thousand_odd_and_plain_requests_get_the_same_answer_by_both_ways()
    {
        using var http = Server.Program();
        await Gen.Select(Gen.Int[0, Apps.Length - 1].Select(i => Apps[i]), Gen.Int[0, Fields.Length - 1].Select(i => Fields[i]).Array[0, 5]).SampleAsync(
            async (app, fields) =>
            {
                var form = string.Join('&', fields.Take(2).Append(app).Concat(fields.Skip(2)));
                Assert.Equal(await AnswerAsync(http, form, Quoted), await AnswerAsync(http, form, Plain));
            },
            iter: 1000,
            threads: 1);
    }

    [Theory]
    [InlineData("client_id=demo-tv")]
    [InlineData("client_id=demo-tv&scope=openid+profile")]
    [InlineData("scope=openid%20offline_access&client_id=demo-cli&odd=1&empty=")]
    [InlineData("client_id=demo-tv&code_challenge=" + Challenge + "&code_challenge_method=S256&device_name=K%C3%BCche&device_id=abc&ui_locales=de")]
    public async Task A_plain_request_is_answered_by_the_short_way(string form) => Assert.Equal((false, 200), await ShortWayAsync(form));

    [Theory]
    [InlineData("client_id=nobody")]
    [InlineData("client_id=demo-tv&client_id=demo-tv")]
    [InlineData("client_id=demo-tv&odd=1&odd=2")]
    [InlineData("client_id=demo-tv&Scope=openid")]
    [InlineData("client_id=demo-tv&client_secret=x")]
    [InlineData("client_id=demo-tv&scope=nonsense")]
    [InlineData("client_id=demo-tv&device_name=%FF")]
    [InlineData("client_id=demo-tv&code_challenge=" + Challenge)]
    public async Task Anything_unusual_goes_on_with_every_byte_of_it(string form) => Assert.Equal((true, 200), await ShortWayAsync(form));

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+++")]
    [InlineData("+++AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%25")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%0A")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%2B")]
    public async Task X1_X2_forty_three_characters_are_forty_three_of_the_alphabet(string value)
    {
        using var http = Server.Program();
        foreach (var form in new[] { $"client_id=demo-tv&code_challenge_method=S256&code_challenge={value}", $"client_id=demo-tv&dpop_jkt={value}" })
        {
            var answer = await AnswerAsync(http, form, Plain);
            Assert.StartsWith("400", answer, StringComparison.Ordinal);
            Assert.Equal(await AnswerAsync(http, form, Quoted), answer);
        }
    }

    [Theory]
    [InlineData("Authorization", "Basic eDp5")]
    [InlineData("Origin", "https://app.example")]
    [InlineData("DPoP", "x")]
    [InlineData("Cookie", "language=ar")]
    [InlineData("Accept-Language", "ar")]
    [InlineData("Content-Encoding", "gzip")]
    public async Task A_head_that_means_more_goes_on(string name, string value) => Assert.Equal((true, 200), await ShortWayAsync("client_id=demo-tv", (name, value)));

    [Fact]
    public async Task X3_what_a_device_says_of_itself_is_stored_alike()
    {
        using var http = Server.Program();
        const string Form = "client_id=demo-tv&device_name=+My%20%20%22TV%22+%E2%80%8B&device_type=tv&device_model=X&app_version=1&device_id=same&ui_locales=de+en";
        var stored = new List<object>();
        foreach (var type in new[] { Plain, Quoted })
        {
            var (_, body) = await PostAsync(http, Form, type);
            stored.Add(await StoredAsync(UserCodeOf().Match(body).Groups[1].Value));
        }

        Assert.Equal(stored[1], stored[0]);
    }

    // The middleware alone, with a next one that only reads what is left for it.
    private async Task<(bool WentOn, int Status)> ShortWayAsync(string form, (string Name, string Value)? header = null)
    {
        string? left = null;
        var services = Server.Services;
        var way = new FastStarts(
            async next => left = Encoding.UTF8.GetString((await next.Request.BodyReader.ReadAtLeastAsync(4096)).Buffer),
            services.GetRequiredService<AppDirectory>(), services.GetRequiredService<StartLink>(), services.GetRequiredService<IOptions<SiteOptions>>());
        var context = new DefaultHttpContext();
        var bytes = Encoding.UTF8.GetBytes(form);
        (context.Request.Method, context.Request.Path, context.Request.Body) = ("POST", "/oauth/device", new MemoryStream(bytes));
        (context.Request.ContentType, context.Request.ContentLength) = (Plain, bytes.Length);
        if (header is { } more)
        {
            context.Request.Headers[more.Name] = more.Value;
        }

        await way.InvokeAsync(context);
        Assert.True(left is null || left == form, left);
        return (left is not null, context.Response.StatusCode);
    }

    private async Task<object> StoredAsync(string userCode)
    {
        var hash = LinkStore.Bytes(Server.Services.GetRequiredService<CodeKeys>().Hash(Person.Read(userCode).Value));
        await using var scope = Server.Services.CreateAsyncScope();
        var link = scope.ServiceProvider.GetRequiredService<LinkCode.Server.Data.LinkCodeDb>().Set<LinkRequest>().Single(row => row.UserCodeHash == hash);
        return (link.AppId, link.Scopes, link.Network, link.Facts, link.State);
    }

    private static async Task<string> AnswerAsync(HttpClient http, string form, string type)
    {
        var (head, body) = await PostAsync(http, form, type);
        return head + "\n\n" + Secret().Replace(body, "$1…");
    }

    private static async Task<(string Head, string Body)> PostAsync(HttpClient http, string form, string type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(form));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await http.PostAsync("/oauth/device", content);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
        return ($"{(int)answer.StatusCode}\n{string.Join('\n', headers)}", await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("(\"(?:device_code|user_code)\": \"|user_code=)[^\"]+")]
    private static partial Regex Secret();

    [GeneratedRegex("\"user_code\": \"([^\"]+)\"")]
    private static partial Regex UserCodeOf();
}
