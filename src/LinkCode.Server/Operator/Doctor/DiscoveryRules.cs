namespace LinkCode.Server.Operator.Doctor;

/// <summary>What a server says about itself, and the doors around the device grant.</summary>
internal static class DiscoveryRules
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
    private const string Stranger = "https://stranger.example";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N4", "RFC 6749 §3.2", "Plain http is refused outside loopback, and no machine endpoint redirects.", PlainHttpAsync),
        new("N33", "RFC 8414", "Both discovery documents name the endpoint, the grant and one issuer; machine endpoints of public apps allow other origins.", DocumentsAsync),
        new("N50", "RFC 9700 §2.1", "Redirect addresses are compared exactly.", RedirectAsync),
        new("N53", "RFC 9700 §2.6", "The code page and the authorization page allow no other origins.", PagesAsync),
        new("N54", "RFC 9700 §2.4", "The password grant is refused and not advertised.", PasswordAsync),
        new("N56", "RFC 9207", "Authorization answers name the issuer.", IssuerAsync),
    ];

    private static async Task<Finding> PlainHttpAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var device = new Uri(patient.Chart.Device);
        var start = await patient.Wire.PostAsync(patient.Chart.Device, patient.StartFields, cancel, patient.App.Headers);
        seen.Expect(!start.IsRedirect, $"the device endpoint redirects ({start})");
        var poll = await patient.PollAsync(patient.App, "none", cancel);
        seen.Expect(!poll.IsRedirect, $"the token endpoint redirects ({poll})");
        if (!patient.IsPlainHttp)
        {
            var plain = $"http://{device.DnsSafeHost}{device.PathAndQuery}";
            try
            {
                var answer = await patient.Wire.PostAsync(plain, patient.StartFields, cancel, patient.App.Headers);
                seen.Expect(answer.Status is >= 400 and < 500, $"plain http is answered {answer}");
            }
            catch (HttpRequestException)
            {
                // Nobody listens there, which refuses well.
            }
        }
        else if (device.IsLoopback)
        {
            seen.Unseen("the refusal of plain http, since this address is loopback");
        }
        else
        {
            seen.Expect(false, "the whole server is reached over plain http");
        }

        return seen.Finding;
    }

    private static async Task<Finding> DocumentsAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var issuers = new HashSet<string>();
        foreach (var (name, document) in patient.Chart.Documents)
        {
            if (!document.Ok || !document.IsJson)
            {
                seen.Expect(false, $"{name}: {document}");
                continue;
            }

            seen.Expect(document.Text("device_authorization_endpoint") is not null, $"{name} does not name the device endpoint");
            seen.Expect(document.Words("grant_types_supported").Contains(DeviceGrant), $"{name} does not list the grant");
            issuers.Add(document.Text("issuer") ?? "none");
        }

        seen.Expect(issuers.Count <= 1, $"two issuers: {string.Join(" and ", issuers)}");
        seen.Expect(
            issuers.Count == 0 || issuers.Select(issuer => issuer.TrimEnd('/')).Contains(patient.Facts.Address.TrimEnd('/')),
            $"the issuer is {string.Join(" and ", issuers)}, the address asked was {patient.Facts.Address}");
        await OriginsAsync(patient, seen, cancel);
        return seen.Finding;
    }

    private static async Task OriginsAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var discovery = $"{patient.Facts.Address.TrimEnd('/')}/.well-known/openid-configuration";
        var document = await patient.Wire.GetAsync(discovery, cancel, ("Origin", Stranger));
        seen.Expect(!document.Ok || Allows(document), "the discovery document does not allow other origins");
        (string Name, string? Url)[] machines =
            [("device", patient.Chart.Device), ("token", patient.Chart.Token), ("revocation", patient.Chart.Revocation)];
        foreach (var (name, url) in machines)
        {
            if (url is not null)
            {
                var preflight = await PreflightAsync(patient, url, cancel);
                seen.Expect(preflight.Status is 200 or 204 && Allows(preflight), $"the {name} endpoint refuses the preflight of another origin ({preflight})");
            }
        }

        var start = await patient.Wire.PostAsync(
            patient.Chart.Device, patient.StartFields, cancel, [("Origin", Stranger), .. patient.App.Headers]);
        seen.Expect(Allows(start) || patient.App.Secret is not null, "the device endpoint hides its answer from other origins");
    }

    private static async Task<Finding> PagesAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        foreach (var url in new[] { start.VerificationUri, patient.Chart.Authorization }.OfType<string>())
        {
            var page = await patient.Wire.GetAsync(url, cancel, ("Origin", Stranger));
            seen.Expect(!Allows(page), $"{new Uri(url).AbsolutePath} allows other origins to read it");
            var preflight = await PreflightAsync(patient, url, cancel);
            seen.Expect(!Allows(preflight), $"{new Uri(url).AbsolutePath} answers the preflight of another origin");
        }

        return seen.Finding;
    }

    private static async Task<Finding> PasswordAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var answer = await patient.TokenAsync(patient.App, [("grant_type", "password"), ("username", "nobody"), ("password", "nothing")], cancel);
        seen.Expect(answer.Refuses("unsupported_grant_type", "unauthorized_client"), $"asked for it: {answer}");
        foreach (var (name, document) in patient.Chart.Documents)
        {
            seen.Expect(!document.Words("grant_types_supported").Contains("password"), $"{name} lists it");
        }

        return seen.Finding;
    }

    private static async Task<Finding> RedirectAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Chart.Authorization is null)
        {
            return new Finding.NotOffered("no authorization endpoint in discovery");
        }

        var seen = new Observations();
        var known = patient.Facts.RedirectUri;
        string[] strange = known is null
            ? [Stranger]
            : [Stranger, known + "/more", known + "?more=1", known.ToUpperInvariant(), known.Replace("://", "://www.", StringComparison.Ordinal)];
        foreach (var address in strange)
        {
            var answer = await AuthorizeAsync(patient, address, cancel);
            var goesThere = answer.Header("Location")?.StartsWith(address, StringComparison.OrdinalIgnoreCase) == true;
            seen.Expect(!goesThere, $"redirects to {address}, which is not registered");
        }

        if (known is null)
        {
            seen.Unseen("near misses of a registered address: give --confidential-client and --redirect-uri");
        }

        return seen.Finding;
    }

    private static async Task<Finding> IssuerAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Chart.Authorization is null)
        {
            return new Finding.NotOffered("no authorization endpoint in discovery");
        }

        var seen = new Observations();
        foreach (var (name, document) in patient.Chart.Documents.Where(document => document.Answer.Ok))
        {
            seen.Expect(document.Flag("authorization_response_iss_parameter_supported") == true, $"{name} does not promise it");
        }

        if (patient.Facts.RedirectUri is not { } known)
        {
            seen.Unseen("a real answer: give --confidential-client and --redirect-uri");
            return seen.Finding;
        }

        var answer = await AuthorizeAsync(patient, known, cancel);
        var location = answer.Header("Location") ?? "";
        var issuer = patient.Chart.Documents.Select(document => document.Answer.Text("issuer")).OfType<string>().FirstOrDefault() ?? "none";
        seen.Expect(
            location.StartsWith(known, StringComparison.Ordinal) && location.Contains($"iss={Uri.EscapeDataString(issuer)}", StringComparison.Ordinal),
            $"asked with prompt=none: {(location.Length > 0 ? "a redirect without iss" : answer)}");
        return seen.Finding;
    }

    /// <summary>prompt=none makes a server answer the app at once, whoever asks.</summary>
    private static Task<Answer> AuthorizeAsync(Patient patient, string redirectUri, CancellationToken cancel)
    {
        (string, string)[] query =
        [
            ("client_id", (patient.Confidential ?? patient.App).Id), ("response_type", "code"), ("redirect_uri", redirectUri),
            ("scope", "openid"), ("state", "s"), ("prompt", "none"),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256"),
        ];
        return patient.Wire.GetAsync($"{patient.Chart.Authorization}?{Wire.Encode(query)}", cancel);
    }

    private static Task<Answer> PreflightAsync(Patient patient, string url, CancellationToken cancel) => patient.Wire.SendAsync(
        HttpMethod.Options,
        url,
        null,
        [("Origin", Stranger), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type")],
        cancel);

    private static bool Allows(Answer answer) => answer.Header("Access-Control-Allow-Origin") is "*" or Stranger;
}
