using System.Globalization;
using System.Security.Cryptography;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>What codes are made of, whose they are, and how they end.</summary>
internal static class CodeRules
{
    private const int Sample = 10;
    private const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N14", "RFC 8628 §6.1", "A hundred thousand codes are unique and their letters evenly spread.", UniqueAsync),
        new("N26", "RFC 6749 §5.2", "A code polled by another app is invalid_grant in every state, and that changes nothing.", ForeignAsync),
        new("N31", "RFC 8628 §3.5", "An expired code is expired_token for one more lifetime; an unknown or redeemed one invalid_grant.", ExpiredAsync, Turn.First),
        new("N36", "RFC 6749 §10.10", "A device code has at least 128 random bits.", BitsAsync),
        new("N44", "RFC 8628 §6.1", "Codes are at least 8 letters without look-alikes, in groups, or at least 9 digits.", AlphabetAsync),
    ];

    private static async Task<Finding> UniqueAsync(Patient patient, CancellationToken cancel)
    {
        var codes = await SampleAsync(patient, cancel);
        return codes.Select(code => code.UserCode).Distinct().Count() == Sample && codes.Select(code => code.DeviceCode).Distinct().Count() == Sample
            ? new Finding.NotTestable($"would need a hundred thousand codes; {Sample} were all different")
            : new Finding.Broken($"{Sample} codes were not all different");
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

        await DeniedToOthersAsync(patient, seen);
        return seen.Finding;

        async Task ForeignPollAsync(string state)
        {
            var foreign = await patient.PollAsync(other, start.DeviceCode, cancel);
            seen.Expect(foreign.Refuses("invalid_grant"), $"a foreign {state} code: {foreign}");
        }
    }

    private static async Task DeniedToOthersAsync(Patient patient, Observations seen)
    {
        var denied = await patient.Denied;
        if (denied.Trouble is not null)
        {
            seen.Unseen("denied codes: give --deny");
            return;
        }

        seen.Expect(denied.Foreign!.Refuses("invalid_grant"), $"a foreign denied code: {denied.Foreign}");
        seen.Expect(denied.Own[0].Refuses("access_denied"), $"after a foreign poll the owner of a denied code is told {denied.Own[0]}");
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

    private static async Task<Finding> BitsAsync(Patient patient, CancellationToken cancel)
    {
        var codes = (await SampleAsync(patient, cancel)).Select(start => start.DeviceCode).ToArray();
        var length = codes.Min(code => code.Length);
        var alphabet = codes.SelectMany(code => code).Distinct().Count();
        var letterBits = alphabet switch { <= 10 => Math.Log2(10), <= 16 => 4, <= 32 => 5, _ => 6 };
        var moving = Enumerable.Range(0, length).Count(place => codes.Select(code => code[place]).Distinct().Count() > 1);
        var bits = (int)(moving * letterBits);
        return bits >= 128
            ? new Finding.Held("how the letters are drawn; enough of them change from code to code")
            : new Finding.Broken(string.Create(CultureInfo.InvariantCulture, $"at most {bits} bits change between {Sample} codes"));
    }

    private static async Task<Finding> AlphabetAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        for (var turn = 0; turn < 5; turn++)
        {
            var code = (await patient.StartAsync(cancel)).UserCode;
            var bare = string.Concat(code.Where(char.IsLetterOrDigit));
            var digits = bare.All(char.IsAsciiDigit);
            seen.Expect(digits || !bare.Except(Alphabet).Any(), $"'{bare.Except(Alphabet).FirstOrDefault()}' is in a code");
            seen.Expect(bare.Length >= (digits ? 9 : 8), $"{bare.Length} {(digits ? "digits" : "letters")}");
            seen.Expect(code.Length > bare.Length, "the code is not grouped");
        }

        return seen.Finding;
    }

    private static async Task<LinkStart[]> SampleAsync(Patient patient, CancellationToken cancel)
    {
        var codes = new List<LinkStart>();
        while (codes.Count < Sample)
        {
            codes.Add(await patient.StartAsync(cancel));
        }

        return [.. codes];
    }
}
