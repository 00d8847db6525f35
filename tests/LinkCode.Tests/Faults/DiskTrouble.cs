using System.Diagnostics;

namespace LinkCode.Tests.Faults;

/// <summary>Lets every write to the database files of a running server fail, as if its disk were full, read-only or broken, until it is over. Linux only, with strace.</summary>
internal sealed class DiskTrouble : IDisposable
{
    private readonly Process strace;

    private DiskTrouble(Process strace) => this.strace = strace;

    /// <param name="process">The server.</param>
    /// <param name="file">The database.</param>
    /// <param name="error">What the system says, such as <c>ENOSPC</c>.</param>
    public static async Task<DiskTrouble> BeginAsync(int process, string file, string error)
    {
        var start = new ProcessStartInfo("strace") { RedirectStandardError = true };
        string[] words = ["-f", "-p", $"{process}", "-o", "/dev/null", "-P", file, "-P", file + "-wal", "-e", "trace=pwrite64,ftruncate,fdatasync,fsync", "-e", $"inject=pwrite64,ftruncate,fdatasync,fsync:error={error}"];
        Array.ForEach(words, start.ArgumentList.Add);
        var strace = Process.Start(start)!;
        var line = await strace.StandardError.ReadLineAsync();
        Assert.True(line?.Contains("attached", StringComparison.Ordinal) == true, $"strace cannot attach: {line}");
        _ = strace.StandardError.ReadToEndAsync();
        return new DiskTrouble(strace);
    }

    public void Dispose()
    {
        using (var kill = Process.Start("kill", ["-INT", $"{strace.Id}"]))
        {
            kill.WaitForExit();
        }

        strace.WaitForExit();
        strace.Dispose();
    }
}
