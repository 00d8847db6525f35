using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Platform;

/// <summary>Looking at a form is limited, too, but apart from sending it.</summary>
public sealed class LimitsOfLooking
{
    // Three hundred in a minute are free; a slow machine needs more than a minute's worth of tries to get there.
    private const int MostTries = 3000;

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task Whoever_only_looks_is_stopped_some_time_and_can_still_send_the_form(string method)
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:LimitScale"] = "1" });
        using var http = server.Program();
        var looks = 0;
        while (await StatusAsync(http, method) != HttpStatusCode.TooManyRequests)
        {
            Assert.True(++looks < MostTries, $"{looks} {method}s and nobody was stopped.");
        }

        Assert.True(looks >= 300, $"Only {looks} {method}s were let through.");

        // Twenty forms in five minutes are a limit of its own, and none was sent yet. (Without its check the form is refused, but not for haste.)
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "POST"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/sign-in");
        request.Content = method == "POST" ? new FormUrlEncodedContent([new("mail", "ada@example.org")]) : null;
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
