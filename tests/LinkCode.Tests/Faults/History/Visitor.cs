using System.Net;
using System.Text.RegularExpressions;

namespace LinkCode.Tests.Faults.History;

/// <summary>A person of the recorded history: signed in once, and then one request per deed, with the form token of the whole session.</summary>
internal sealed partial class Visitor(Uri address, string mail) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), PooledConnectionLifetime = TimeSpan.FromSeconds(30) }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    private string token = "";

    public async Task SignInAsync()
    {
        token = Token(await http.GetStringAsync("/sign-in"));
        using var answer = await SendAsync("/sign-in", ("mail", mail), ("password", "a long enough password"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        token = Token(await http.GetStringAsync("/link"));
    }

    /// <summary>Somebody who is not signed in types a code and gets as far as the sign-in page. Returns the ticket that carries the code.</summary>
    public async Task<string> TicketAsync(string code)
    {
        token = token.Length > 0 ? token : Token(await http.GetStringAsync("/link"));
        using var answer = await SendAsync("/link", ("code", code));
        var next = Regex.Match(answer.Headers.Location?.ToString() ?? "", "[?&]next=([^&]+)");
        Assert.True(next.Success, $"{answer.StatusCode} {answer.Headers.Location}");
        return Uri.UnescapeDataString(next.Groups[1].Value);
    }

    public async Task<Outcome> ClaimAsync(string code)
    {
        using var answer = await SendAsync("/link", ("code", code));
        return Of(answer, "/link/review");
    }

    /// <summary>Says no. Yes means that the page says it is over, by this no or by something before it.</summary>
    public async Task<Outcome> DenyAsync(string ticket)
    {
        using var answer = await SendAsync(ticket, ("answer", "no"));
        return Of(answer, "/link/ended/");
    }

    /// <summary>Says yes; where the page says that it is done, the device that comes of it.</summary>
    public async Task<(Outcome Outcome, string? Device)> ApproveAsync(string ticket)
    {
        using var answer = await SendAsync(ticket, ("answer", "yes"));
        var outcome = Of(answer, "/link/done/");
        return (outcome, outcome == Outcome.Yes ? answer.Headers.Location!.ToString().Split('/')[^1] : null);
    }

    public async Task<Outcome> UndoAsync(string device)
    {
        using var answer = await SendAsync($"/link/done/{device}?handler=undo");
        return Of(answer, "undone=true");
    }

    public void Dispose() => http.Dispose();

    private static Outcome Of(HttpResponseMessage answer, string good) => (int)answer.StatusCode switch
    {
        429 or 503 => Outcome.Busy,
        >= 500 => Outcome.Broken,
        _ => answer.Headers.Location?.ToString().Contains(good, StringComparison.Ordinal) == true ? Outcome.Yes : Outcome.No,
    };

    private static string Token(string page)
    {
        var match = Check().Match(page);
        Assert.True(match.Success, "There is no form.");
        return WebUtility.HtmlDecode(match.Groups[1].Value);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("check", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await http.PostAsync(path, form);
    }

    [GeneratedRegex("name=\"check\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Check();
}
