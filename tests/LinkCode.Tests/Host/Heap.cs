namespace LinkCode.Tests.Host;

/// <summary>The bytes of the whole process, for tests of what something costs; nothing else may run beside them.</summary>
internal static class Heap
{
    /// <summary>Waits until what other tests left to timers is gone: it goes a while later, and would be counted as given back.</summary>
    public static async Task<long> QuietAsync()
    {
        var (now, same) = (Bytes(), 0);
        for (var tries = 0; same < 4 && tries < 60; tries++)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
            var last = now;
            now = Bytes();
            same = Math.Abs(now - last) < 100_000 ? same + 1 : 0;
        }

        return now;
    }

    /// <summary>What is alive; what was left to finalizers goes first.</summary>
    public static long Bytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
