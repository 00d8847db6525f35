using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>What we add to RFC 8628. A server without these is not broken; one that offers them by halves is.</summary>
internal static class OurRules
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("X1", "ours", "PKCE on a device code: a challenge asks for its verifier, a verifier for its challenge.", ProofAsync),
        new("X3", "ours", "Facts about the device are taken with the request and shown to the person.", FactsAsync),
        new("X4", "ours", "Prefer: wait holds a poll until something happens, and Preference-Applied says so.", WaitAsync, Turn.First),
        new("X5", "ours", "A pending answer says where the link stands and how long is left.", StatusAsync),
        new("X6", "ours", "A device cancels by revoking its device code.", CancelAsync),
        new("X7", "ours", "The QR address draws any well-formed code, and so tells nobody which are live.", DrawAsync),
    ];

    private static async Task<Finding> ProofAsync(Patient patient, CancellationToken cancel)
    {
        var verifier = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var start = await patient.StartAsync(cancel, ("code_challenge", challenge), ("code_challenge_method", "S256"));
        if ((start.Trouble ?? await patient.DecideAsync(patient.Facts.Approve, start, cancel)) is { } trouble)
        {
            return trouble;
        }

        var without = patient.Keep(await patient.PollAsync(start, cancel));
        if (without.Ok)
        {
            return new Finding.NotOffered("the challenge is ignored: the tokens came without the verifier");
        }

        var seen = new Observations();
        seen.Expect(without.Refuses("invalid_grant", "invalid_request"), $"without the verifier: {without}");
        var wrong = await patient.PollAsync(start, cancel, ("code_verifier", RandomNumberGenerator.GetHexString(64)));
        seen.Expect(wrong.Refuses("invalid_grant", "invalid_request"), $"a wrong verifier: {wrong}");
        var right = patient.Keep(await patient.PollAsync(start, cancel, ("code_verifier", verifier)));
        seen.Expect(right.Ok, $"the right verifier, after a wrong one: {right}");
        var plain = await patient.StartAsync(cancel, ("code_challenge", verifier), ("code_challenge_method", "plain"));
        seen.Expect(plain.Answer.Refuses("invalid_request"), $"a plain challenge: {plain.Answer}");

        var bare = await patient.StartAsync(cancel);
        await patient.DecideAsync(patient.Facts.Approve, bare, cancel);
        var needless = patient.Keep(await patient.PollAsync(bare, cancel, ("code_verifier", verifier)));
        seen.Expect(needless.Refuses("invalid_grant", "invalid_request"), $"a verifier without a challenge: {needless}");
        return seen.Finding;
    }

    private static async Task<Finding> FactsAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel, [.. Patient.DeviceFacts]);
        if (start.Trouble is not null)
        {
            return new Finding.Broken($"a request with device facts: {start.Answer}");
        }

        if ((await patient.Review).Page is not { } page)
        {
            return new Finding.NotTestable("they are taken; an approving command may write the page that asks to LINKCODE_REVIEW_PAGE");
        }

        return Markup.Text(page).Contains(Patient.DeviceFacts[0].Value, StringComparison.OrdinalIgnoreCase)
            ? new Finding.Held()
            : new Finding.NotOffered("they are ignored: the page does not show the device's name");
    }

    private static async Task<Finding> WaitAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        var began = patient.Time.GetTimestamp();
        var quiet = await PollAsync(3);
        var took = patient.Time.GetElapsedTime(began);
        var saysSo = quiet.Header("Preference-Applied")?.Contains("wait", StringComparison.Ordinal) == true;

        // A busy machine may need a second for an answer that nobody held back.
        if (!saysSo && took < TimeSpan.FromSeconds(2.9))
        {
            return new Finding.NotOffered("the poll is answered at once");
        }

        seen.Expect(took > TimeSpan.FromSeconds(1), "Preference-Applied, yet the poll was answered at once");
        seen.Expect(took < TimeSpan.FromSeconds(6), $"wait=3 took {took.TotalSeconds:0.0} s");
        seen.Expect(quiet.Refuses("authorization_pending"), $"after waiting: {quiet}");
        seen.Expect(saysSo, "no Preference-Applied");
        start = await patient.StartAsync(cancel);
        var held = HoldAsync();
        if (await patient.DecideAsync(patient.Facts.Approve, start, cancel) is not null)
        {
            seen.Unseen("waking at approval: give --approve");
            return seen.Finding;
        }

        var decided = patient.Time.GetTimestamp();
        var tokens = patient.Keep(await held);
        seen.Expect(tokens.Ok, $"approved while held: {tokens}");
        var late = patient.Time.GetElapsedTime(decided);
        seen.Expect(late < AtOnce, $"approved while held: answered {late.TotalSeconds:0.0} s later");
        return seen.Finding;

        // A wait may end when somebody enters the code, so that the device can say so; then the device waits on.
        async Task<Answer> HoldAsync()
        {
            var answer = await PollAsync(30);
            return answer.Text("link_status") == "claimed" ? await PollAsync(30) : answer;
        }

        Task<Answer> PollAsync(int seconds) => patient.TokenAsync(
            patient.App,
            [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", start.DeviceCode)],
            cancel,
            ("Prefer", $"wait={seconds}"));
    }

    private static async Task<Finding> StatusAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        var pending = await patient.PollAsync(start, cancel);
        if (pending.Text("link_status") is not { } status)
        {
            return new Finding.NotOffered("a pending answer has no link_status");
        }

        var seen = new Observations();
        seen.Expect(status == "waiting", $"link_status of a fresh code: {status}");
        seen.Expect(!pending.Has("confirm"), "a number to confirm before anybody claimed the code");
        var left = pending.Number("expires_in");
        seen.Expect(left > 0 && left <= start.Lifetime.TotalSeconds, $"expires_in {left?.ToString(null, null) ?? "missing"} of {start.Lifetime.TotalSeconds}");
        seen.Unseen("claimed codes and guardians");
        return seen.Finding;
    }

    private static async Task<Finding> CancelAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Chart.Revocation is not { } revocation)
        {
            return new Finding.NotOffered("no revocation endpoint in discovery");
        }

        var seen = new Observations();
        var start = await patient.StartAsync(cancel);
        if (patient.Other is { } other)
        {
            await patient.RevokeAsync(revocation, other, start.DeviceCode, cancel);
            var alive = await patient.PollAsync(start, cancel);
            seen.Expect(alive.Refuses("authorization_pending"), $"another app cancelled it: {alive}");
        }

        start = await patient.StartAsync(cancel);
        var answer = await patient.RevokeAsync(revocation, patient.App, start.DeviceCode, cancel);
        var poll = await patient.PollAsync(start, cancel);
        if (poll.Refuses("authorization_pending"))
        {
            return new Finding.NotOffered($"revoking a device code is answered {answer} and changes nothing");
        }

        seen.Expect(answer.Ok, $"cancelling: {answer}");
        seen.Expect(poll.Refuses("invalid_grant", "expired_token", "access_denied"), $"a cancelled code: {poll}");
        return seen.Finding;
    }

    private static async Task<Finding> DrawAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        var address = $"{start.VerificationUri.TrimEnd('/')}/qr";
        var first = await DrawAsync(start.UserCode, "svg");
        if (!first.Ok)
        {
            return new Finding.NotOffered($"{new Uri(address).AbsolutePath} answers {first}");
        }

        var seen = new Observations();
        foreach (var (format, type) in new[] { ("svg", "image/svg+xml"), ("png", "image/png"), ("text", "text/plain") })
        {
            var live = await DrawAsync(start.UserCode, format);
            var dead = await DrawAsync(CodePage.MadeUp(start.UserCode), format);
            seen.Expect(live.Ok && live.MediaType == type, $"{format}: {live} {live.MediaType}");
            seen.Expect(dead.Status == live.Status && dead.MediaType == live.MediaType, $"{format} of a code that nobody has: {dead}");
        }

        var odd = await DrawAsync("<script>", "svg");
        seen.Expect(odd.Status is 400 or 404, $"of something that is no code: {odd}");
        return seen.Finding;

        Task<Answer> DrawAsync(string code, string format) =>
            patient.Wire.GetAsync($"{address}?{Wire.Encode([("code", code), ("format", format), ("size", "200")])}", cancel);
    }
}
