using System.Diagnostics;
using LinkCode.Bench.Load;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Journeys;

/// <summary>A person at a browser and a device that waits beside it with a held poll.</summary>
internal sealed class Couple(Subject subject, IPerson person, Wire device) : IDisposable
{
    /// <summary>Milliseconds from the yes leaving the browser to the tokens on the device.</summary>
    public List<double> FromYes { get; } = [];

    /// <summary>Milliseconds from the page's answer to the tokens; below zero when the device was first.</summary>
    public List<double> FromAnswer { get; } = [];

    public static async Task<Couple> MeetAsync(Subject subject, int number) =>
        new(subject, await OurPerson.SignUpAsync(subject, number), await Wire.ConnectAsync(subject.Address));

    public async Task LinkAsync()
    {
        var code = Codes.Read((await device.AskAsync(subject.Dialect.Start(subject.Address))).Span);
        await device.SendAsync(subject.Dialect.Poll(subject.Address, code.Device, "Prefer: wait=30\r\n"));
        await ApproveAsync(code, device.ReadAsync().AsTask());
    }

    /// <summary>Approves a code whose device has its poll under way already.</summary>
    public async Task ApproveAsync(CodePair code, Task<ReadOnlyMemory<byte>> answer)
    {
        var arrived = answer.ContinueWith(_ => Stopwatch.GetTimestamp(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var review = await person.ReadAsync(code.User, new Stages());
        await Task.Delay(1050);
        var said = Stopwatch.GetTimestamp();
        if (!await person.ApproveAsync(review, new Stages { OnAnswer = () => FromAnswerBegin = Stopwatch.GetTimestamp() }))
        {
            throw new InvalidOperationException("A yes was not taken.");
        }

        var tokens = await arrived;
        if (!Dialect.IsTokens((await answer).Span))
        {
            throw new InvalidOperationException($"A held poll did not bring tokens: {Wire.Body((await answer).Span)}");
        }

        FromYes.Add(Stopwatch.GetElapsedTime(said, tokens).TotalMilliseconds);
        FromAnswer.Add(Stopwatch.GetElapsedTime(FromAnswerBegin, tokens).TotalMilliseconds);
    }

    public void Dispose()
    {
        person.Dispose();
        device.Dispose();
    }

    private long FromAnswerBegin { get; set; }
}
