namespace LinkCode.Server.Operator.Doctor;

/// <summary>How a code may be typed, and how often a wrong one.</summary>
internal static class TypingRules
{
    private const int Guesses = 30;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N34", "RFC 8628 §5.1", "Wrong codes are limited.", GuessesAsync, Turn.Last),
        new("N41", "RFC 8628 §6.1", "A code may be typed with spaces, dots, any kind of dash or none.", (patient, cancel) => TypedAsync(
            patient,
            cancel,
            ("without marks", code => Bare(code)),
            ("with spaces", code => string.Join(' ', Bare(code).Chunk(2).Select(pair => new string(pair)))),
            ("with dots", code => string.Join('.', Bare(code).Chunk(4).Select(group => new string(group)))),
            ("with other dashes", code => $" {Bare(code)[..2]}\u2013{Bare(code)[2..4]}\u2014{Bare(code)[4..6]}\u2010{Bare(code)[6..]} "))),
        new("N42", "RFC 8628 §6.1", "A code may be typed in any case.", (patient, cancel) => TypedAsync(
            patient,
            cancel,
            ("in lower case", code => code.ToLowerInvariant()),
            ("in mixed case", code => code[..1].ToLowerInvariant() + code[1..]))),
        new("N43", "ours", "A code may be pasted: with invisible letters, full-width, in a sentence, as an address.", (patient, cancel) => TypedAsync(
            patient,
            cancel,
            ("with invisible letters", code => "\uFEFF" + string.Join('\u200B', code.ToCharArray())),
            ("full-width", code => string.Concat(code.Select(letter => (char)(letter + 0xFEE0)))),
            ("in a sentence", code => $"Your code is {code}."),
            ("as an address", code => $"https://link.example/link?code={code}"))),
    ];

    /// <summary>By the open page where it tells strangers what it thinks of a code; otherwise by approving for real.</summary>
    private static async Task<Finding> TypedAsync(
        Patient patient, CancellationToken cancel, params (string What, Func<string, string> Change)[] ways)
    {
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        var seen = new Observations();
        if (await CodePage.TellsStrangersAsync(patient, start, cancel))
        {
            foreach (var (what, change) in ways)
            {
                seen.Expect(await TakenByPageAsync(patient, start, change(start.UserCode), cancel), $"not taken {what}");
            }
        }
        else if (await ApprovedAsync(patient, start.UserCode, start, cancel) is not true)
        {
            return new Finding.NotTestable("the page tells strangers nothing about a code, and no command approves one: give --approve");
        }
        else
        {
            foreach (var (what, change) in ways)
            {
                var fresh = await patient.StartAsync(cancel);
                seen.Expect(await ApprovedAsync(patient, change(fresh.UserCode), fresh, cancel), $"not taken {what}");
            }
        }

        return seen.Finding;
    }

    private static async Task<bool> TakenByPageAsync(Patient patient, LinkStart start, string typed, CancellationToken cancel)
    {
        var wrong = CodePage.MadeUp(start.UserCode);
        var refused = await CodePage.TypeAsync(patient, start, wrong, cancel);
        var page = await CodePage.TypeAsync(patient, start, typed, cancel);
        return page!.Outcome(typed.Trim(), start.UserCode) != refused!.Outcome(wrong)
            && page.Outcome(typed.Trim(), start.UserCode) == (await CodePage.TypeAsync(patient, start, start.UserCode, cancel))!.Outcome(start.UserCode);
    }

    private static async Task<bool> ApprovedAsync(Patient patient, string typed, LinkStart start, CancellationToken cancel) =>
        await patient.DecideAsync(patient.Facts.Approve, start, cancel, typed) is null
        && patient.Keep(await patient.PollAsync(start, cancel)).Ok;

    private static async Task<Finding> GuessesAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        if (!patient.Facts.Guess)
        {
            return new Finding.NotTestable("may lock this network or account for minutes: give --guess");
        }

        if (!await CodePage.TellsStrangersAsync(patient, start, cancel))
        {
            return await GuessSignedInAsync(patient, cancel);
        }

        var (wrong, first) = (CodePage.MadeUp(start.UserCode), "");
        for (var turn = 0; turn < Guesses; turn++)
        {
            var page = await CodePage.TypeAsync(patient, start, wrong, cancel);
            first = turn == 0 ? page!.Outcome(wrong) : first;
            if (page is null || page.Answer.Status is 429 or 503 || page.Outcome(wrong) != first)
            {
                return new Finding.Held("limits per account and across networks");
            }
        }

        return new Finding.Broken($"{Guesses} wrong codes of a stranger were all looked up, and the page tells right from wrong before any sign-in");
    }

    /// <summary>A limit shows as the right code being refused after many wrong ones of the same person.</summary>
    private static async Task<Finding> GuessSignedInAsync(Patient patient, CancellationToken cancel)
    {
        if (patient.Facts.Approve is null)
        {
            return new Finding.NotTestable("the page looks at no code before a sign-in: give --approve");
        }

        var allowed = await patient.StartAsync(cancel);
        if (!await ApprovedAsync(patient, allowed.UserCode, allowed, cancel))
        {
            return new Finding.NotTestable("a right code was refused before any wrong one");
        }

        for (var turn = 0; turn < Guesses; turn++)
        {
            var start = await patient.StartAsync(cancel);
            if (turn % 6 == 5 && !await ApprovedAsync(patient, start.UserCode, start, cancel))
            {
                return new Finding.Held("limits per network and across networks");
            }

            await patient.DecideAsync(patient.Facts.Approve, start, cancel, CodePage.MadeUp(start.UserCode));
        }

        return new Finding.Broken($"after {Guesses} wrong codes a person may go on trying");
    }

    private static string Bare(string code) => string.Concat(code.Where(char.IsLetterOrDigit));
}
