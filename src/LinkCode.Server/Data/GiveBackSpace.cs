using System.Diagnostics;

namespace LinkCode.Server.Data;

/// <summary>
/// Makes the SQLite file smaller after many rows have left it: a few pages in a commit, with rests between, so that no
/// caller notices. A quarter of the file stays free for what comes next (decision 0011).
/// </summary>
internal sealed class GiveBackSpace(WriteQueue writes, IDatabase database, SqliteDatabase file, TimeProvider time, ILogger<GiveBackSpace> log) : BackgroundService
{
    private const int AtOnce = 64;
    private const long AlwaysKept = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(5);

    // The library takes one step of the statement, and one step is one page.
    private static readonly Statement GiveOne = new("PRAGMA incremental_vacuum(1)");

    /// <summary>Gives back at most 64 pages; false when there are none to give.</summary>
    public async Task<bool> StepAsync()
    {
        var free = file.Number("freelist_count");
        if (free <= AlwaysKept || free * 4 <= file.Number("page_count"))
        {
            return false;
        }

        await writes.RunAsync(GiveOne, batch =>
        {
            for (var i = 1; i < AtOnce; i++)
            {
                batch.Add(GiveOne.Sql);
            }
        });

        // Files made before decision 0011 give nothing back.
        return file.Number("freelist_count") < free;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database != file)
        {
            return;
        }

        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await GiveAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.SpaceNotGiven(error);
            }
        }
    }

    // Rests four times as long as it worked: the writer belongs to the callers.
    private async Task GiveAsync(CancellationToken stop)
    {
        for (var more = true; more;)
        {
            var begin = Stopwatch.GetTimestamp();
            more = await StepAsync();
            var rest = Stopwatch.GetElapsedTime(begin) * 4;
            await Task.Delay(rest > ShortestRest ? rest : ShortestRest, time, stop);
        }
    }
}
