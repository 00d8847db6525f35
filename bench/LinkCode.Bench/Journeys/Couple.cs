using System.Diagnostics;
using System.Globalization;
using LinkCode.Bench.Load;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Journeys;

/// <summary>A person at a browser and a device that waits beside it with a held poll.</summary>
internal sealed class Couple(Subject subject, OurPerson person, Wire device) : IDisposable
{
    private const string Tokens = "tokens";

    /// <summary>Milliseconds from the yes leaving the browser to the tokens on the device.</summary>
    public List<double> FromYes { get; } = [];

    /// <summary>Milliseconds from the page's answer to the tokens; below zero when the device was first.</summary>
    public List<double> FromAnswer { get; } = [];

    public static async Task<Couple> MeetAsync(Subject subject, int number) =>
        new(subject, await OurPerson.SignUpAsync(subject, number), await Wire.ConnectAsync(subject.Address));

    public async Task LinkAsync()
    {
        var code = Codes.Read((await device.AskAsync(subject.Dialect.Start(subject.Address))).Span);
        var poll = HeldPoll(subject, code.Device, 30);
        await device.SendAsync(poll);
        await ApproveAsync(code, WaitAsync(device, poll));
    }

    /// <summary>A poll that asks to be held for so many seconds.</summary>
    public static byte[] HeldPoll(Subject subject, string deviceCode, int seconds) =>
        subject.Dialect.Poll(subject.Address, deviceCode, string.Create(CultureInfo.InvariantCulture, $"Prefer: wait={seconds}\r\n"));

    /// <summary>Reads the answer of a held poll; the news that somebody looks at the code is an answer too, after which the device asks on.</summary>
    public static async Task<(string Answer, long At)> WaitAsync(Wire device, byte[] poll)
    {
        var answer = await device.ReadAsync();
        while (Dialect.IsWaiting(answer.Span))
        {
            answer = await device.AskAsync(poll);
        }

        var at = Stopwatch.GetTimestamp();
        return (Dialect.IsTokens(answer.Span) ? Tokens : Wire.Body(answer.Span), at);
    }

    /// <summary>Approves a code whose device has its poll under way already.</summary>
    public async Task ApproveAsync(CodePair code, Task<(string Answer, long At)> device)
    {
        var review = await person.ReadAsync(code.User, new Stages());
        await Task.Delay(1050);
        var (said, shown) = (Stopwatch.GetTimestamp(), 0L);
        var isApproved = await person.ApproveAsync(review, new Stages { OnAnswer = () => shown = Stopwatch.GetTimestamp() }) && await person.SeesDoneAsync();
        var (answer, at) = await device;
        if (!isApproved || answer != Tokens)
        {
            throw new InvalidOperationException($"A yes brought no tokens: {answer}");
        }

        FromYes.Add(Stopwatch.GetElapsedTime(said, at).TotalMilliseconds);
        FromAnswer.Add(Stopwatch.GetElapsedTime(shown, at).TotalMilliseconds);
    }

    public void Dispose()
    {
        person.Dispose();
        device.Dispose();
    }
}
