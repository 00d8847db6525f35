namespace LinkCode.Server.Operator.Doctor;

/// <summary>What the pages tell a browser about themselves.</summary>
internal static class PageRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N51", "RFC 9700 §4.16", "The code page may not be framed (frame-ancestors 'none').", FramesAsync),
        new("N57", "RFC 9700 §4.2", "The code page sends no referrer.", ReferrerAsync),
        new("N70", "ASVS 5.0", "Cookies are named __Host-, secure and out of reach of scripts.", CookiesAsync),
        new("N71", "ASVS 5.0", "HSTS, and a content policy without inline scripts.", PolicyAsync),
        new("N72", "ASVS 5.0", "A form that did not come from the page, or that another site sent, is refused.", ForgedAsync),
    ];

    private static async Task<Finding> FramesAsync(Patient patient, CancellationToken cancel)
    {
        var page = await OpenAsync(patient, cancel);
        var policy = Directive(page, "frame-ancestors");
        return policy == "'none'"
            ? new Finding.Held()
            : new Finding.Broken($"frame-ancestors {policy ?? "missing"}, X-Frame-Options {page.Answer.Header("X-Frame-Options") ?? "missing"}");
    }

    private static async Task<Finding> ReferrerAsync(Patient patient, CancellationToken cancel)
    {
        var page = await OpenAsync(patient, cancel);
        var policy = page.Answer.Header("Referrer-Policy") ?? Markup.Meta(page.Answer.Body, "referrer");
        return policy is "no-referrer" or "same-origin" ? new Finding.Held() : new Finding.Broken($"Referrer-Policy {policy ?? "missing"}");
    }

    private static async Task<Finding> CookiesAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.IsPlainHttp)
        {
            return new Finding.NotTestable("such cookies need https");
        }

        var start = await patient.StartAsync(cancel);
        var visitor = new Visitor(patient.Wire);
        await visitor.VisitAsync(start.VerificationUri, cancel);
        if (visitor.CookieLines.Count == 0)
        {
            return new Finding.NotTestable("a stranger gets no cookie");
        }

        var seen = new Observations();
        foreach (var line in visitor.CookieLines)
        {
            var parts = line.Split(';', StringSplitOptions.TrimEntries);
            var name = parts[0].Split('=')[0];
            seen.Expect(name.StartsWith("__Host-", StringComparison.Ordinal), $"a cookie is called {name}");
            seen.Expect(parts.Contains("secure", StringComparer.OrdinalIgnoreCase), $"{name} is not Secure");
            seen.Expect(parts.Contains("httponly", StringComparer.OrdinalIgnoreCase), $"{name} is not HttpOnly");
        }

        seen.Unseen("the cookie of somebody signed in");
        return seen.Finding;
    }

    private static async Task<Finding> PolicyAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var page = await OpenAsync(patient, cancel);
        var scripts = Directive(page, "script-src") ?? Directive(page, "default-src");
        seen.Expect(scripts is not null, "no content policy for scripts");
        var excused = scripts?.Contains("'nonce-", StringComparison.Ordinal) == true || scripts?.Contains("'sha", StringComparison.Ordinal) == true;
        seen.Expect(scripts?.Contains("'unsafe-inline'", StringComparison.Ordinal) != true || excused, "the content policy allows inline scripts");
        if (patient.IsPlainHttp)
        {
            seen.Unseen("HSTS, which needs https");
        }
        else
        {
            seen.Expect(page.Answer.Header("Strict-Transport-Security") is not null, "no Strict-Transport-Security");
        }

        return seen.Finding;
    }

    private static async Task<Finding> ForgedAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        if (await CodePage.TypeAsync(patient, start, start.UserCode, cancel) is not { } proper)
        {
            return new Finding.NotTestable("a stranger sees no field to send");
        }

        var seen = new Observations();
        var bare = await CodePage.TypeAsync(patient, start, start.UserCode, cancel, hiddenFields: false);
        Judge("without the page's hidden fields", bare!, seen.Expect);
        var crossed = await CodePage.TypeAsync(
            patient, start, start.UserCode, cancel, true, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://stranger.example"));
        Judge("marked as sent by another site", crossed!, seen.ExpectOurs);
        return seen.Finding;

        void Judge(string what, Page page, Action<bool, string> expect)
        {
            var refused = page.Answer.Status is >= 400 and < 500;
            expect(refused || page.Outcome(start.UserCode) != proper.Outcome(start.UserCode), $"{what}: accepted like any other");
            if (!refused)
            {
                seen.Unseen($"a refusal by status: {what}, the answer was {page.Answer}");
            }
        }
    }

    private static async Task<Page> OpenAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        return await new Visitor(patient.Wire).VisitAsync(start.VerificationUri, cancel);
    }

    private static string? Directive(Page page, string name) => page.Answer.AllHeaders("Content-Security-Policy")
        .SelectMany(policy => policy.Split([';', ','], StringSplitOptions.TrimEntries))
        .Where(directive => directive.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase))
        .Select(directive => directive[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
