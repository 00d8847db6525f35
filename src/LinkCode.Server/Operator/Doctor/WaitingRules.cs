using System.Security.Cryptography;

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
        new("N26", "RFC 6749 §5.2", "A code polled by another app is invalid_grant in every state, and that changes nothing.", ForeignAsync),
        new("N27", "RFC 8628 §3.5", "An approved code gives tokens that are not to be stored.", TokensAsync),
        new("N28", "RFC 8628 §3.5", "While nobody has decided, a poll is 400 authorization_pending.", PendingAsync),
        new("N30", "RFC 8628 §3.5", "A denied code is access_denied, and stays so.", DeniedAsync),
        new("N31", "RFC 8628 §3.5", "An expired code is expired_token for one more lifetime; an unknown or redeemed one invalid_grant.", ExpiredAsync),
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

    private static async Task<Finding> ForeignAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Other is not { } other)
        {
            return new Finding.NotTestable("needs a second public app: give --other-client");
        }

        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        await ForeignPollAsync("pending");
        var own = await patient.PollAsync(start, cancel);
        seen.Expect(own.Refuses("authorization_pending"), $"after a foreign poll the owner of a pending code is told {own}");
        if (patient.Facts.Approve is null)
        {
            seen.Unseen("approved and redeemed codes: give --approve");
        }
        else if (await patient.DecideAsync(patient.Facts.Approve, start, cancel) is { } trouble)
        {
            return trouble;
        }
        else
        {
            await ForeignPollAsync("approved");
            var tokens = patient.Keep(await patient.PollAsync(start, cancel));
            seen.Expect(tokens.Ok, $"after a foreign poll the owner of an approved code is told {tokens}");
            await ForeignPollAsync("redeemed");
            var lives = await patient.LivesAsync(tokens.Text("access_token") ?? "", cancel);
            seen.Expect(lives != false, "a foreign poll of a redeemed code killed the owner's token");
        }

        start = await patient.StartAsync(cancel);
        if (patient.Facts.Deny is null || await patient.DecideAsync(patient.Facts.Deny, start, cancel) is not null)
        {
            seen.Unseen("denied codes: give --deny");
            return seen.Finding;
        }

        await ForeignPollAsync("denied");
        own = await patient.PollAsync(start, cancel);
        seen.Expect(own.Refuses("access_denied"), $"after a foreign poll the owner of a denied code is told {own}");
        return seen.Finding;

        async Task ForeignPollAsync(string state)
        {
            var foreign = await patient.PollAsync(other, start.DeviceCode, cancel);
            seen.Expect(foreign.Refuses("invalid_grant"), $"a foreign {state} code: {foreign}");
        }
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
        var start = await patient.StartAsync(cancel);
        if ((start.Trouble ?? await patient.DecideAsync(patient.Facts.Deny, start, cancel)) is { } trouble)
        {
            return trouble;
        }

        var seen = new Observations();
        foreach (var turn in new[] { "first", "second", "third" })
        {
            var answer = await patient.PollAsync(start, cancel);
            seen.Expect(answer.Refuses("access_denied"), $"the {turn} poll: {answer}");
        }

        return seen.Finding;
    }

    private static async Task<Finding> ExpiredAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var unknown = await patient.PollAsync(patient.App, RandomNumberGenerator.GetHexString(43), cancel);
        seen.Expect(unknown.Refuses("invalid_grant"), $"unknown: {unknown}");
        var start = await patient.StartAsync(cancel);
        var altered = await patient.PollAsync(patient.App, start.DeviceCode[..^3] + (start.DeviceCode.EndsWith('a') ? "bbb" : "aaa"), cancel);
        seen.Expect(altered.Refuses("invalid_grant"), $"altered: {altered}");
        await ExpireAsync(patient, seen, cancel);
        var linked = await patient.LinkAsync(cancel);
        if (linked.Trouble is null)
        {
            var redeemed = await patient.PollAsync(linked.Start, cancel);
            seen.Expect(redeemed.Refuses("invalid_grant"), $"redeemed: {redeemed}");
        }
        else
        {
            seen.Unseen("a redeemed code: give --approve");
        }

        return seen.Finding;
    }

    private static async Task ExpireAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var app = patient.Facts.BriefClient is { } id ? new App(id) : patient.App;
        var start = await patient.StartAsync(app, cancel);
        var lifetime = start.Lifetime;
        if (start.Trouble is not null || lifetime + TimeSpan.FromSeconds(1.5) > patient.Facts.Patience)
        {
            seen.Unseen($"expiry: codes live {lifetime.TotalSeconds} seconds; give --brief-client, an app whose codes live shorter");
            return;
        }

        await patient.WaitAsync(lifetime + TimeSpan.FromSeconds(1.5), cancel);
        var answer = await patient.PollAsync(app, start.DeviceCode, cancel);
        seen.Expect(answer.Refuses("expired_token"), $"expired: {answer}");
        if (lifetime * 2 > patient.Facts.Patience)
        {
            seen.Unseen("a second lifetime");
            return;
        }

        await patient.WaitAsync(lifetime - TimeSpan.FromSeconds(3), cancel);
        answer = await patient.PollAsync(app, start.DeviceCode, cancel);
        seen.Expect(answer.Refuses("expired_token"), $"expired for nearly a lifetime: {answer}");
    }
}
