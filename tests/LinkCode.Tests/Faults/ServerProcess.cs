using System.Diagnostics;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Faults;

/// <summary>The server as a process of its own, to be killed without a word.</summary>
/// <param name="more">Environment variables beside the usual ones, which they replace.</param>
/// <param name="under">The command that starts it and watches, such as strace, with its options.</param>
internal sealed class ServerProcess(string folder, int port, IReadOnlyDictionary<string, string>? more = null, params IReadOnlyList<string> under) : IDisposable
{
    private Process? process;

    /// <summary>The number the system knows it by.</summary>
    public int ProcessId => under.Count == 0
        ? process!.Id
        : int.Parse(File.ReadAllText($"/proc/{process!.Id}/task/{process.Id}/children").Trim(), System.Globalization.CultureInfo.InvariantCulture);

    public Uri Address { get; } = new($"http://localhost:{port}");

    /// <summary>Starts it and returns how long it took until it gave a right answer.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        var start = new ProcessStartInfo(under.Count > 0 ? under[0] : "dotnet")
        {
            // A broken build is put in its place by those who want to see it caught.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LinkCode__DataFolder"] = folder,
                ["LinkCode__PublicUrl"] = Address.AbsoluteUri,
                ["LinkCode__LimitScale"] = "10000",
                ["LinkCode__Codes__GuessesPerAccount"] = "100",
                ["LinkCode__Codes__GuessesInAll"] = "100000",
                ["Logging__LogLevel__Default"] = "Error",
            },
        };
        foreach (var (name, value) in TestDatabase.Environs(folder).Concat(more ?? new Dictionary<string, string>()))
        {
            start.Environment[name] = value;
        }

        string[] words = [.. under.Skip(1), .. under.Count > 0 ? ["dotnet"] : Array.Empty<string>(), Environment.GetEnvironmentVariable("LINKCODE_SERVER_DLL") ?? Path.Combine(AppContext.BaseDirectory, "LinkCode.Server.dll"), "--environment", "Development", "--urls", Address.GetLeftPart(UriPartial.Authority), "--contentRoot", Path.Combine(TestServer.Root(), "src", "LinkCode.Server")];
        Array.ForEach(words, start.ArgumentList.Add);
        var watch = Stopwatch.StartNew();
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = Address };
        while (watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                using var answer = await http.GetAsync("/.well-known/openid-configuration");
                if (answer.IsSuccessStatusCode)
                {
                    return watch.Elapsed;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20);
            }
        }

        throw new TimeoutException("The server did not answer within a minute.");
    }

    public void Kill()
    {
        using (var server = Process.GetProcessById(ProcessId))
        {
            server.Kill();
        }

        process!.WaitForExit();
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        if (process is not null)
        {
            Kill();
        }
    }
}
