namespace LinkCode.Server.Operator.Doctor;

/// <summary>What a device is told while it waits, and afterwards.</summary>
internal static class WaitingRules
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N23", "RFC 6749 §5.2", "Only the exact grant name counts; anything else is unsupported_grant_type.", GrantNameAsync),
        new("N24", "RFC 6749 §5.2", "A poll without a code is invalid_request; an app without the grant is unauthorized_client.", MissingAsync),
        new("N25", "RFC 8628 §3.4", "An app with a secret has to show it when polling, too.", SecretAsync),
        new("N27", "RFC 8628 §3.5", "An approved code gives tokens that are not to be stored.", TokensAsync),
        new("N28", "RFC 8628 §3.5", "While nobody has decided, a poll is 400 authorization_pending.", PendingAsync),
        new("N30", "RFC 8628 §3.5", "A denied code is access_denied, and stays so.", DeniedAsync),
    ];

    private static async Task<Finding> GrantNameAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        foreach (var name in new[] { "device_code", DeviceGrant.ToUpperInvariant(), DeviceGrant + " ", DeviceGrant[..^1] })
        {
            var answer = await patient.TokenAsync(patient.App, [("grant_type", name), ("device_code", start.DeviceCode)], cancel);
            seen.Expect(answer.Refuses("unsupported_grant_type"), $"'{name}': {answer}");
        }

        return seen.Finding;
    }

    private static async Task<Finding> MissingAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var answer = await patient.TokenAsync(patient.App, [("grant_type", DeviceGrant)], cancel);
        seen.Expect(answer.Refuses("invalid_request"), $"no device_code: {answer}");
        if (patient.Facts.CodelessClient is { } id)
        {
            var start = await patient.StartAsync(new App(id), cancel);
            seen.Expect(start.Answer.Refuses("unauthorized_client"), $"device request of an app without the grant: {start.Answer}");
            var poll = await patient.PollAsync(new App(id), "none", cancel);
            seen.Expect(poll.Refuses("unauthorized_client"), $"poll of an app without the grant: {poll}");
        }
        else
        {
            seen.Unseen("an app without the grant: give --codeless-client");
        }

        return seen.Finding;
    }

    private static async Task<Finding> SecretAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Confidential is not { Secret: not null } app)
        {
            return new Finding.NotTestable("needs an app with a secret: give --confidential-client and --confidential-secret");
        }

        var seen = new Observations();
        var start = await patient.StartAsync(app, cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        var without = await patient.PollAsync(app with { Secret = null }, start.DeviceCode, cancel);
        seen.Expect(without.Refuses("invalid_client"), $"without the secret: {without}");
        var with = await patient.PollAsync(app, start.DeviceCode, cancel);
        seen.Expect(with.Refuses("authorization_pending"), $"with the secret: {with}");
        return seen.Finding;
    }

    private static async Task<Finding> TokensAsync(Patient patient, CancellationToken cancel)
    {
        var linked = await patient.LinkAsync(cancel);
        if (linked.Trouble is { } trouble)
        {
            return trouble;
        }

        var seen = new Observations();
        var answer = linked.Answer!;
        seen.Expect(answer.IsJson, $"{answer.MediaType} instead of JSON");
        seen.Expect(linked.AccessToken.Length > 0, "no access_token");
        seen.Expect(string.Equals(answer.Text("token_type"), "Bearer", StringComparison.OrdinalIgnoreCase), $"token_type {answer.Text("token_type")}");
        seen.Expect(answer.Number("expires_in") > 0, "no expires_in");
        seen.Expect(answer.NotStored, "the answer may be stored (no Cache-Control: no-store)");
        seen.Expect(await patient.LivesAsync(linked.AccessToken, cancel) != false, "the token does not work");
        return seen.Finding;
    }

    private static async Task<Finding> PendingAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        var answer = await patient.PollAsync(start, cancel);
        return answer is { Status: 400, Error: "authorization_pending" } ? new Finding.Held() : new Finding.Broken($"{answer}");
    }

    private static async Task<Finding> DeniedAsync(Patient patient, CancellationToken cancel)
    {
        var denied = await patient.Denied;
        if (denied.Trouble is { } trouble)
        {
            return trouble;
        }

        var seen = new Observations();
        foreach (var (answer, turn) in denied.Own.Select((answer, turn) => (answer, turn + 1)))
        {
            Action<bool, string> expect = turn == 1 ? seen.Expect : seen.ExpectOurs;
            expect(answer.Refuses("access_denied"), $"poll {turn}: {answer}");
        }

        return seen.Finding;
    }
}
