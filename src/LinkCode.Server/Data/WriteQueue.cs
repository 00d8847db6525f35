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
    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(20_000) { SingleReader = true });
    private readonly Func<DbConnection> open;
    private readonly WriteMeter meter;
    private readonly ILogger<WriteQueue> log;
    private readonly Task writing;

    public WriteQueue(Func<DbConnection> open, WriteMeter meter, ILogger<WriteQueue> log)
    {
        (this.open, this.meter, this.log) = (open, meter, log);
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Runs one piece of work in the next commit and returns its result once that commit is on disk.</summary>
    /// <exception cref="DbException">The work itself failed, or the commit did; then nothing of it is stored.</exception>
    public async Task<T> RunAsync<T>(Func<WriteBatch, T> work)
    {
        using var span = Measures.Spans.StartActivity("commit");
        var item = new Work<T>(work);
        await queue.Writer.WriteAsync(item);
        return await item.Result.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync()
    {
        var batch = new List<Work>(LargestBatch);
        WriteBatch? connection = null;
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && queue.Reader.TryRead(out var work))
            {
                batch.Add(work);
            }

            try
            {
                connection ??= new WriteBatch(open());
                meter.Measure(batch.Count, () => connection.Commit(batch));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // Whatever it is, the writer goes on: without it nothing would ever be stored again, and nobody would be told.
                meter.Failed();
                log.CommitFailed(error, batch.Count);
                batch.ForEach(work => work.Fail(error));

                // The connection may be what is broken, so the next batch opens another.
                Close(connection);
                connection = null;
            }

            batch.Clear();
        }

        connection?.Dispose();
    }

    private void Close(WriteBatch? connection)
    {
        try
        {
            connection?.Dispose();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or IOException)
        {
            log.CloseFailed(error);
        }
    }

    /// <summary>One queued piece of work.</summary>
    internal abstract class Work
    {
        /// <summary>Runs it; false when it failed by itself and the batch has to be run again piece by piece.</summary>
        public abstract bool TryRun(WriteBatch batch, bool piecewise);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class Work<T>(Func<WriteBatch, T> work) : Work
    {
        private T? result;
        private Exception? failure;

        public TaskCompletionSource<T> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool TryRun(WriteBatch batch, bool piecewise)
        {
            try
            {
                result = piecewise ? batch.InSavepoint(work) : work(batch);
                return true;
            }
            catch (Exception error) when (error is not DbException failed || WriteBatch.IsConstraint(failed))
            {
                // A refused row, or a bug in this one piece: its caller hears of it and nobody else does.
                failure = piecewise ? error : null;
                return piecewise;
            }
        }

        public override void Complete() => _ = failure is null ? Result.TrySetResult(result!) : Result.TrySetException(failure);

        public override void Fail(Exception error) => Result.TrySetException(error);
    }
}
