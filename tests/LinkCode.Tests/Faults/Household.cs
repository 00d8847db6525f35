using System.Net;
using System.Text.RegularExpressions;

namespace LinkCode.Tests.Faults;

/// <summary>A person whose server may die at any moment: every step says whether it was acknowledged.</summary>
/// <param name="host">The name the site goes by, where a node of it is asked past its proxy.</param>
internal sealed partial class Household(Uri address, string mail, string? host = null) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Host = host },
    };

    public async Task SignInAsync()
    {
        using var answer = await SendAsync("/sign-in", await TokenAsync("/sign-in"), ("mail", mail), ("password", "a long enough password"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    /// <summary>Types a code, reads for a second, says yes. True when the page said that it is done.</summary>
    public async Task<bool> ApproveAsync(string code)
    {
        if (await TypeAsync(code) is not { } review)
        {
            return false;
        }

        await Task.Delay(1050);
        using var decided = await DecideAsync(review, "yes");
        return IsDone(decided);
    }

    /// <summary>Types a code. The address of its review, or null when the page said no.</summary>
    public async Task<string?> TypeAsync(string code)
    {
        using var typed = await SendAsync("/link", await TokenAsync("/link"), ("code", code));
        return typed.Headers.Location?.ToString() is { } review && review.Contains("/link/review", StringComparison.Ordinal) ? review : null;
    }

    /// <summary>Says yes or no on the review.</summary>
    public async Task<HttpResponseMessage> DecideAsync(string review, string answer) => await SendAsync(review, await TokenAsync(review), ("answer", answer));

    public static bool IsDone(HttpResponseMessage decided) => decided.Headers.Location?.ToString().Contains("/link/done/", StringComparison.Ordinal) == true;

    public void Dispose() => http.Dispose();

    private async Task<string> TokenAsync(string path)
    {
        var page = await http.GetStringAsync(path);
        var match = Check().Match(page);
        Assert.True(match.Success, $"There is no form on {path}");
        return WebUtility.HtmlDecode(match.Groups[1].Value);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string token, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("check", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await http.PostAsync(path, form);
    }

    [GeneratedRegex("name=\"check\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Check();
}
