using System.Diagnostics;
using System.Globalization;

namespace LinkCode.Tests.Device;

/// <summary>The command line sample, started for real as a process of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    public string Home { get; init; } = Path.Combine(Path.GetTempPath(), "linkcode-cli-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(Home))
        {
            Directory.Delete(Home, recursive: true);
        }
    }

    public Task<Run> RunAsync(string server, params string[] arguments) => RunAsync(server, Task.Delay(Timeout.Infinite, Watching.Stop), arguments);

    /// <param name="server">The server's address.</param>
    /// <param name="interrupt">When it completes, Ctrl+C is pressed.</param>
    /// <param name="arguments">What is typed.</param>
    public async Task<Run> RunAsync(string server, Task interrupt, params string[] arguments)
    {
        // What a script starts in the background is told to ignore Ctrl+C, and would hand that on.
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : "dotnet", OperatingSystem.IsLinux() ? ["--default-signal=INT", "dotnet"] : [])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "linkcode-cli.dll"), .. arguments, "--server", server, "--client", "living-room"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LINKCODE_CLI_HOME"] = Home;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Watching.Stop);
        var output = process.StandardOutput.ReadToEndAsync(Watching.Stop);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Watching.Stop);
        late.CancelAfter(TimeSpan.FromMinutes(2));
        using var end = late.Token.Register(() => process.Kill());
        var over = process.WaitForExitAsync(Watching.Stop);
        if (await Task.WhenAny(interrupt, over) == interrupt)
        {
            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(Watching.Stop);
        }

        await over;
        var run = new Run(process.ExitCode, Lines(await output), Lines(await errors));
        TestContext.Current.TestOutputHelper?.WriteLine($"{arguments[0]}: {run.Code} {await output} {await errors}");
        return run;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal sealed record Run(int Code, string[] Output, string[] Errors);
}
