namespace LinkCode.Server.Platform;

/// <summary>Threads of the pool that are there at once when others wait for the disk (decision 0026).</summary>
internal static class SpareThreads
{
    private const int AtLeast = 16;

    /// <summary>Asks for them, for the whole process; a machine with more processors keeps its own number.</summary>
    public static void Ask()
    {
        ThreadPool.GetMinThreads(out var working, out var completing);
        ThreadPool.SetMinThreads(Math.Max(working, AtLeast), completing);
    }
}
