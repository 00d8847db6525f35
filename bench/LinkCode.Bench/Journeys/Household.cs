using System.Diagnostics;
using LinkCode.Bench.Load;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Journeys;

/// <summary>
/// One person and a device at a time: issue, one poll, claim, approve, redeem. A review has to be read for a second before the yes counts,
/// so several links are always being read; every step takes one request after another, and each turn is the work of one whole link.
/// </summary>
internal sealed class Household(Subject subject, IPerson person, Wire device) : IDisposable
{
    private static readonly TimeSpan ToRead = TimeSpan.FromSeconds(1.05);
    private readonly Queue<(CodePair Code, Review Review, long ShownAt)> reading = new();

    public Stages Stages { get; private set; } = new();

    public static async Task<Household> MoveInAsync(Subject subject, int number)
    {
        IPerson person = subject.Recipe == Recipe.BareLinks ? await OurPerson.WalkInAsync(subject)
            : subject.Dialect == Dialect.Ours ? await OurPerson.SignUpAsync(subject, number, isAwake: true)
            : await OpenIddictPerson.SignInAsync(subject, number);
        return new Household(subject, person, await Wire.ConnectAsync(subject.Address));
    }

    /// <summary>Begins links until the first of them may be approved.</summary>
    public Task BeginAsync()
    {
        Stages = new Stages();
        return ReadOnAsync();
    }

    /// <summary>Begins one link and ends another: whole links, with their times in milliseconds.</summary>
    public async Task<(List<double> Times, int Right)> LinkAsync(Stopwatch watch, TimeSpan duration)
    {
        var (times, right) = (new List<double>(), 0);
        while (watch.Elapsed < duration)
        {
            var begin = Stopwatch.GetTimestamp();
            await StartAsync(Stages);
            await ReadOnAsync();
            right += await FinishAsync() ? 1 : 0;
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        return (times, right);
    }

    public void Dispose()
    {
        person.Dispose();
        device.Dispose();
    }

    // As a rule the oldest is ready long since; where the server became faster, a few more are begun meanwhile.
    private async Task ReadOnAsync()
    {
        while (!reading.TryPeek(out var first) || Stopwatch.GetElapsedTime(first.ShownAt) < ToRead)
        {
            await StartAsync(new Stages());
        }
    }

    private async Task StartAsync(Stages stages)
    {
        var code = Codes.Read((await stages.TimeAsync("issue", device.AskAwakeAsync(subject.Dialect.Start(subject.Address)).AsTask())).Span);
        var poll = await stages.TimeAsync("poll", device.AskAwakeAsync(subject.Dialect.Poll(subject.Address, code.Device)).AsTask());
        if (!Dialect.IsWaiting(poll.Span))
        {
            throw new InvalidOperationException($"A fresh code is not waiting: {Wire.Body(poll.Span)}");
        }

        var review = await person.ReadAsync(code.User, stages);
        reading.Enqueue((code, review, Stopwatch.GetTimestamp()));
    }

    private async Task<bool> FinishAsync()
    {
        var (code, review, _) = reading.Dequeue();
        var isApproved = await person.ApproveAsync(review, Stages);
        var tokens = await Stages.TimeAsync("redeem", device.AskAwakeAsync(subject.Dialect.Poll(subject.Address, code.Device)).AsTask());
        return isApproved && Dialect.IsTokens(tokens.Span);
    }
}
