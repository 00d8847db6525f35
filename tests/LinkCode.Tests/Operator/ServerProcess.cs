using System.Collections.Concurrent;
using System.Diagnostics;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Operator;

/// <summary>The server as the process it is for whoever runs it: settings from the environment, words on the terminal, an exit code.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = [];

    private ServerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All it wrote, on both streams.</summary>
    public string Said => string.Join('\n', lines.Where(line => line.Length > 0));

    public static ServerProcess Start(IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var content = Path.Combine(TestServer.Root(), "src", "LinkCode.Server");
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "LinkCode.Server.dll"), .. words, "--contentRoot", content])
        {
            start.ArgumentList.Add(word);
        }

        foreach (var name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS"])
        {
            start.Environment.Remove(name);
        }

        // A program that needs no data folder needs no database either.
        var database = environment.TryGetValue("LinkCode__DataFolder", out var folder) ? TestDatabase.Environs(folder) : [];
        foreach (var (name, value) in database.Concat(environment))
        {
            start.Environment[name] = value;
        }

        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Who may do what with a file or folder it wrote.</summary>
    public static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    /// <summary>Waits until it has said something; a busy machine may need a while.</summary>
    public async Task UntilItSaysAsync(string words)
    {
        for (var tries = 0; !Said.Contains(words, StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 2400 && !process.HasExited, $"Never said \"{words}\" but:\n{Said}");
            await Task.Delay(50);
        }
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
