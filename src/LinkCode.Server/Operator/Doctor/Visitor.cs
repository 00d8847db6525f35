namespace LinkCode.Server.Operator.Doctor;

/// <summary>A browser without scripts: keeps cookies, follows redirects, fills in forms. Nobody is signed in.</summary>
internal sealed class Visitor(Wire wire)
{
    private const int Hops = 8;

    private readonly Dictionary<string, string> cookies = [];

    /// <summary>Every Set-Cookie line that was sent.</summary>
    public List<string> CookieLines { get; } = [];

    public Task<Page> VisitAsync(string url, CancellationToken cancel) => GoAsync(url, null, [], cancel);

    public Task<Page> SubmitAsync(
        Page page, PageForm form, IEnumerable<(string Name, string Value)> fields, CancellationToken cancel, params (string, string)[] headers)
    {
        var action = new Uri(new Uri(page.Url), form.Action).AbsoluteUri;
        return form.Method == "POST"
            ? GoAsync(action, [.. fields], headers, cancel)
            : GoAsync($"{action}{(action.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Wire.Encode(fields)}", null, headers, cancel);
    }

    private async Task<Page> GoAsync(string url, (string, string)[]? form, (string, string)[] headers, CancellationToken cancel)
    {
        for (var hop = 0; ; hop++)
        {
            (string, string)[] all = [("Accept", "text/html"), ("Accept-Language", "en"), ("Cookie", Cookies), .. headers];
            var answer = form is null ? await wire.GetAsync(url, cancel, all) : await wire.PostAsync(url, form, cancel, all);
            Remember(answer);
            if (!answer.IsRedirect || hop == Hops || !Uri.TryCreate(new Uri(url), answer.Header("Location"), out var next))
            {
                return new(url, answer);
            }

            (url, form) = (next.AbsoluteUri, answer.Status is 307 or 308 ? form : null);
        }
    }

    private string Cookies => string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    private void Remember(Answer answer)
    {
        foreach (var line in answer.AllHeaders("Set-Cookie"))
        {
            CookieLines.Add(line);
            var pair = line.Split(';')[0].Split('=', 2);
            cookies[pair[0].Trim()] = pair.ElementAtOrDefault(1) ?? "";
        }
    }
}

internal sealed record Page(string Url, Answer Answer)
{
    public bool IsHtml => Answer.MediaType == "text/html";

    public string Text => Markup.Text(Answer.Body);

    public PageForm? CodeForm => Markup.Forms(Answer.Body).FirstOrDefault(form => form.Typed is not null && !form.AsksPassword);

    public bool AsksPassword => Markup.Forms(Answer.Body).Any(form => form.AsksPassword);

    /// <summary>What a person would notice, with the code itself taken out, so that two outcomes can be compared.</summary>
    public string Outcome(params string[] codes) => codes.Aggregate(
        $"{Answer.Status} {new Uri(Url).AbsolutePath} {Text}", (text, code) => text.Replace(code, "", StringComparison.OrdinalIgnoreCase));
}
