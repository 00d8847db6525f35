namespace LinkCode.Server.Codes;

/// <summary>
/// Who asks for more codes than there are hears so a second later. A flood that waits for its answers becomes a slow one by it, and takes nothing
/// from the others.
/// </summary>
internal sealed class SlowRefusals(TimeProvider time)
{
    // Beyond this many, answering at once costs less than remembering them.
    private const int Most = 2_000;
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(1);
    private int now;

    /// <summary>Comes back after a second, when whoever asked has gone, or at once when very many wait already.</summary>
    public async Task WaitAsync(CancellationToken gone)
    {
        if (Interlocked.Increment(ref now) <= Most)
        {
            await Task.Delay(Slowness, time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Interlocked.Decrement(ref now);
    }
}
