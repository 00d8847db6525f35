using System.Data.Common;
using System.Threading.Channels;
using LinkCode.Server.Platform.Telemetry;

namespace LinkCode.Server.Data;

/// <summary>
/// The one writer. Callers queue small pieces of work; whatever is queued shares one transaction and one sync to disk,
/// and nobody is answered before that commit.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    // A batch that takes longer than a few milliseconds would make the callers of the next one wait.
    private const int LargestBatch = 256;
    private readonly Channel<Write> queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(20_000) { SingleReader = true });
    private readonly Func<IWriter> open;
    private readonly WriteMeter meter;
    private readonly ILogger<WriteQueue> log;
    private readonly Task writing;

    public WriteQueue(Func<IWriter> open, WriteMeter meter, ILogger<WriteQueue> log)
    {
        (this.open, this.meter, this.log) = (open, meter, log);
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Runs one statement in the next commit and, if it changed a row, what is written beside it. Returns the rows it changed, once that is on disk.</summary>
    /// <param name="first">The statement.</param>
    /// <param name="beside">What is written beside it.</param>
    /// <param name="takeOver">What memory takes over of it, in the order of the commits. It runs on the writer, so it only sets something.</param>
    /// <exception cref="DbException">The statement was refused, or the commit failed; then nothing of it is stored.</exception>
    public async Task<int> RunAsync(Statement first, Action<WriteBatch>? beside = null, Action? takeOver = null)
    {
        using var span = Measures.Spans.StartActivity("commit");
        var write = new Write(first, beside, takeOver);
        await queue.Writer.WriteAsync(write);
        return await write.Result;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Write>(LargestBatch);
        IWriter? writer = null;
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && queue.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            try
            {
                writer ??= open();
                meter.Measure(batch.Count, () => writer.Commit(batch));
            }
#pragma warning disable CA1031 // Whatever it is, the writer goes on: without it nothing would ever be stored again, and nobody would be told.
            catch (Exception error)
#pragma warning restore CA1031
            {
                // Whoever queued up meanwhile hears of it, too, because waiting for the same again helps nobody.
                while (queue.Reader.TryRead(out var waiting))
                {
                    batch.Add(waiting);
                }

                meter.Failed();
                log.CommitFailed(error, batch.Count);
                batch.ForEach(write => write.Fail(error));

                // The connection may be what is broken, so the next batch opens another.
                Close(writer);
                writer = null;
            }

            batch.Clear();
        }

        writer?.Dispose();
    }

    private void Close(IWriter? writer)
    {
        try
        {
            writer?.Dispose();
        }
#pragma warning disable CA1031 // It is let go of in any case.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.CloseFailed(error);
        }
    }
}
