using System.Text;
using System.Text.Json;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>Asking for a code, and the shape of what comes back.</summary>
internal static class DeviceRequestRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N2", "RFC 8628 §3.1", "A request that names no app is refused.", NamelessAsync),
        new("N3", "RFC 6749 §3.3", "A request without scope gets the app's usual ones.", ScopelessAsync),
        new("N8", "RFC 8259 §4", "No answer has the same JSON member twice.", TwiceAsync),
        new("N9", "RFC 6749 §5.2", "An app with a secret is refused without it or with a wrong one: 401 invalid_client.", SecretAsync),
        new("N10", "RFC 6749 §2.3", "Two ways of authenticating at once are refused; Basic alone is enough.", TwoWaysAsync),
        new("N12", "RFC 8628 §3.2", "The answer is JSON with device_code, user_code, verification_uri and expires_in.", ShapeAsync),
        new("N13", "ours", "The answer always names the interval.", IntervalAsync),
        new("N15", "RFC 8628 §3.3", "The address to type is short, without the code, and never taken from the Host header.", AddressAsync),
        new("N17", "RFC 6749 §5.2", "Errors are 400 or 401 JSON with error, error_description and error_uri, not stored, their words never translated.", ErrorsAsync),
    ];

    private static async Task<Finding> NamelessAsync(Patient patient, CancellationToken cancel)
    {
        var answer = await patient.Wire.PostAsync(patient.Chart.Device, [("scope", patient.Scope)], cancel);
        var refused = (answer.Status == 400 && answer.Error == "invalid_request") || (answer.Status == 401 && answer.Error == "invalid_client");
        return refused ? new Finding.Held() : new Finding.Broken($"no client_id: {answer}");
    }

    private static async Task<Finding> ScopelessAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(patient.App, cancel);
        return start.Trouble is null ? new Finding.Held() : new Finding.Broken($"no scope: {start.Answer}");
    }

    private static async Task<Finding> TwiceAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        (string, Answer)[] answers =
        [
            .. patient.Chart.Documents,
            ("the device answer", start.Answer),
            ("a pending answer", await patient.PollAsync(start, cancel)),
            ("a refusal", await patient.PollAsync(patient.App, "none", cancel)),
        ];
        foreach (var (name, answer) in answers.Where(answer => answer.Item2.IsJson))
        {
            try
            {
                using var strict = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            }
            catch (JsonException)
            {
                seen.Expect(false, $"{name} repeats a member");
            }
        }

        return seen.Finding;
    }

    private static async Task<Finding> SecretAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Confidential is not { } app)
        {
            return new Finding.NotTestable("needs an app with a secret: give --confidential-client");
        }

        var seen = new Observations();
        var url = patient.Chart.Device;
        var without = await patient.Wire.PostAsync(url, [("client_id", app.Id)], cancel);
        seen.Expect(without is { Status: 401, Error: "invalid_client" }, $"without a secret: {without}");
        var body = await patient.Wire.PostAsync(url, [("client_id", app.Id), ("client_secret", "wrong")], cancel);
        seen.Expect(body is { Status: 401, Error: "invalid_client" }, $"a wrong secret in the body: {body}");
        var basic = await patient.Wire.PostAsync(url, [], cancel, ("Authorization", app.Basic("wrong")));
        seen.Expect(basic is { Status: 401, Error: "invalid_client" }, $"a wrong secret by Basic: {basic}");
        seen.Expect(basic.Header("WWW-Authenticate") is not null, "a wrong secret by Basic: no WWW-Authenticate");
        return seen.Finding;
    }

    private static async Task<Finding> TwoWaysAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Confidential is not { Secret: { } secret } app)
        {
            return new Finding.NotTestable("needs an app with a secret: give --confidential-client and --confidential-secret");
        }

        var seen = new Observations();
        var both = await patient.Wire.PostAsync(
            patient.Chart.Device, [("client_id", app.Id), ("client_secret", secret)], cancel, app.Headers);
        seen.Expect(both.Status == 400, $"Basic and client_secret together: {both}");
        var basic = await patient.Wire.PostAsync(patient.Chart.Device, [], cancel, app.Headers);
        seen.Expect(basic.Ok, $"Basic without client_id in the body: {basic}");
        return seen.Finding;
    }

    private static async Task<Finding> ShapeAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        var answer = start.Answer;
        seen.Expect(answer.Ok && answer.IsJson, $"{answer} {answer.MediaType}");
        foreach (var member in new[] { "device_code", "user_code", "verification_uri" })
        {
            seen.Expect(answer.Text(member) is { Length: > 0 }, $"no {member}");
        }

        seen.Expect(answer.Number("expires_in") > 0, "expires_in is no positive number");
        seen.Expect(answer.NotStored, "the answer may be stored (no Cache-Control: no-store)");
        seen.Expect(
            answer.Text("verification_url") is not { } alias || alias == start.VerificationUri,
            "verification_url differs from verification_uri");
        return seen.Finding;
    }

    private static async Task<Finding> IntervalAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        return start.Answer.Number("interval") > 0 ? new Finding.Held() : new Finding.Broken("no interval in the answer");
    }

    private static async Task<Finding> AddressAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        var address = new Uri(start.VerificationUri);
        var typed = address.Authority + address.AbsolutePath;
        seen.Expect(typed.Length <= 40, $"{typed.Length} letters are much to type");
        seen.Expect(address.Query.Length == 0 && address.Fragment.Length == 0, "the address has a query or fragment");
        seen.Expect(!start.VerificationUri.Contains(start.UserCode, StringComparison.OrdinalIgnoreCase), "the address contains the code");
        var body = Encoding.ASCII.GetBytes(Wire.Encode(patient.StartFields));
        var evil = await RawWire.PostAsync(
            patient.Chart.Device,
            ["Host: evil.example", .. RawWire.FormLines(body), .. patient.App.Headers.Select(header => $"{header.Name}: {header.Value}")],
            body,
            cancel);
        seen.ExpectOurs(!evil.Body.Contains("evil.example", StringComparison.Ordinal), "the answer repeats a foreign Host header");
        return seen.Finding;
    }

    private static async Task<Finding> ErrorsAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        foreach (var language in new[] { "en", "de" })
        {
            var speaking = ("Accept-Language", language);
            (string Name, string[] Words, Answer Answer)[] errors =
            [
                ("unknown app", ["invalid_client", "unauthorized_client"],
                    await patient.Wire.PostAsync(patient.Chart.Device, [("client_id", "doctor-unknown")], cancel, speaking)),
                ("unknown grant", ["unsupported_grant_type"],
                    await patient.TokenAsync(patient.App, [("grant_type", "doctor")], cancel, speaking)),
                ("unknown code", ["invalid_grant"], await patient.TokenAsync(
                    patient.App, [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", "none")], cancel, speaking)),
            ];
            foreach (var (name, words, answer) in errors)
            {
                seen.Expect(answer.Refuses(words), $"{name}, {language}: {answer}");
                seen.Expect(answer.IsJson, $"{name}, {language}: {answer.MediaType ?? "no type"}");
                seen.Expect(answer.NotStored, $"{name}: may be stored");
                seen.ExpectOurs(answer.Text("error_description") is { Length: > 0 }, $"{name}: no error_description");
                seen.ExpectOurs(answer.Text("error_uri") is { Length: > 0 }, $"{name}: no error_uri");
            }
        }

        return seen.Finding;
    }
}
