namespace LinkCode.Server.Platform;

/// <summary>Work that is done soon after the start and again after each pause, as long as the server lives.</summary>
internal static class NowAndThen
{
    /// <summary>Five seconds: at the start people and devices wait for the first answers, and the processor is theirs.</summary>
    public static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(5);

    /// <param name="pause">From one beginning to the next.</param>
    /// <param name="failed">Says what went wrong; the next time comes anyway.</param>
    public static async Task RunAsync(TimeSpan pause, TimeProvider time, Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken stop)
    {
        await Task.Delay(AfterStart, time, stop);
        using var timer = new PeriodicTimer(pause, time);
        do
        {
            try
            {
                await work(stop);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                failed(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }
}
