namespace LinkCode.Server.Operator.Doctor;

/// <summary>The clock of one waiting device. Every part has a code of its own, and they run side by side.</summary>
internal static class SlowDownRules
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N29", "RFC 8628 §3.5", "Polling early is slow_down and adds 5 seconds for good; the first poll is never early, a decided code is answered at once.", SlowDownAsync, Turn.First),
    ];

    private static async Task<Finding> SlowDownAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        if (start.Interval + Step + TimeSpan.FromSeconds(1) > patient.Facts.Patience)
        {
            return new Finding.NotTestable($"the interval of {start.Interval.TotalSeconds} seconds is longer than --patience allows");
        }

        var seen = new Observations();
        await Task.WhenAll(
            GrowthAsync(patient, seen, cancel),
            UnmovedAsync(patient, seen, cancel),
            GraceAsync(patient, seen, cancel),
            DecidedAsync(patient, seen, cancel));
        seen.Unseen("the cap on growth");
        return seen.Finding;
    }

    private static async Task GrowthAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var (start, first) = await FirstPollAsync(patient, seen, cancel);
        var early = start.Interval / 5;
        await WaitUntilAsync(patient, first, early, cancel);
        var answer = await patient.PollAsync(start, cancel);
        seen.Expect(answer.Refuses("slow_down"), $"{early.TotalSeconds} s after the first poll: {answer}");
        var later = start.Interval + TimeSpan.FromSeconds(2);
        await WaitUntilAsync(patient, first, later, cancel);
        var next = await patient.PollAsync(start, cancel);
        seen.Expect(next.Refuses("slow_down"), $"after an early poll, {later.TotalSeconds} s after the first: {next}, so the interval did not grow");
    }

    private static async Task UnmovedAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var (start, first) = await FirstPollAsync(patient, seen, cancel);
        await WaitUntilAsync(patient, first, start.Interval * 0.6, cancel);
        await patient.PollAsync(start, cancel);
        var later = start.Interval + Step + TimeSpan.FromSeconds(0.3);
        await WaitUntilAsync(patient, first, later, cancel);
        var answer = await patient.PollAsync(start, cancel);
        seen.ExpectOurs(
            answer.Refuses("authorization_pending"),
            $"one early poll, then {later.TotalSeconds} s after the first: {answer}, so the early poll moved the clock or the interval grew too much");
    }

    private static async Task GraceAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var (start, first) = await FirstPollAsync(patient, seen, cancel);
        var nearly = start.Interval - TimeSpan.FromSeconds(0.7);
        await WaitUntilAsync(patient, first, nearly, cancel);
        var answer = await patient.PollAsync(start, cancel);
        seen.ExpectOurs(answer.Refuses("authorization_pending"), $"{nearly.TotalSeconds} s after the first poll: {answer}, so there is no grace of a second");
    }

    private static async Task DecidedAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var (start, _) = await FirstPollAsync(patient, seen, cancel);
        await patient.PollAsync(start, cancel);
        if (await patient.DecideAsync(patient.Facts.Approve, start, cancel) is not null)
        {
            seen.Unseen("an approved code asked early: give --approve");
            return;
        }

        var answer = patient.Keep(await patient.PollAsync(start, cancel));
        seen.Expect(answer.Ok, $"an approved code asked early: {answer}");
    }

    private static async Task<(LinkStart Start, long At)> FirstPollAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        var answer = await patient.PollAsync(start, cancel);
        seen.Expect(answer.Refuses("authorization_pending"), $"the first poll: {answer}");
        return (start, patient.Time.GetTimestamp());
    }

    private static async Task WaitUntilAsync(Patient patient, long since, TimeSpan elapsed, CancellationToken cancel)
    {
        var left = elapsed - patient.Time.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
        {
            await patient.WaitAsync(left, cancel);
        }
    }
}
