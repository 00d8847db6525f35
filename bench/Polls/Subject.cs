using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LinkCode.Bench.Polls;

/// <summary>One server under load, as a process of its own.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly Process process;
    private readonly string? folder;

    private Subject(string name, Uri address, Process process, string? folder)
    {
        (Name, Address, this.process, this.folder) = (name, address, process, folder);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
    }

    public string Name { get; }

    public Uri Address { get; }

    public List<Load.Result> Results { get; } = [];

    public double PerSecond => Median(Results.Select(result => result.PerSecond));

    public double P99 => Median(Results.Select(result => result.P99));

    public double Right => Results.Min(result => result.Right);

    /// <summary>The median of the ratios round by round: the machine's other work hits both of one round.</summary>
    public double RatioTo(Subject other) => Median(Results.Zip(other.Results, (mine, theirs) => mine.PerSecond / theirs.PerSecond));

    /// <summary>Our server with everything on; an interval of one second so that no poll of this bench is too early.</summary>
    public static async Task<Subject> StartOursAsync(string root)
    {
        var server = Path.Combine(root, "src", "LinkCode.Server", "bin", "Release", "net10.0", "LinkCode.Server.dll");
        var folder = Directory.CreateTempSubdirectory("linkcode-bench-").FullName;
        var address = FreeAddress();
        var start = Cores.OnServerCore("dotnet", server, "--environment", "Development", "--urls", address, "--contentRoot", Path.Combine(root, "src", "LinkCode.Server"));
        start.Environment["LinkCode__DataFolder"] = folder;
        start.Environment["LinkCode__PublicUrl"] = address;
        start.Environment["LinkCode__LimitScale"] = "10000";
        start.Environment["LinkCode__Codes__IntervalSeconds"] = "1";
        return await ReadyAsync(new Subject("LinkCode, everything on", new Uri(address), Process.Start(start)!, folder));
    }

    public static async Task<Subject> StartBareAsync(string kind)
    {
        var address = FreeAddress();
        var start = Cores.OnServerCore("dotnet", Path.Combine(AppContext.BaseDirectory, "polls.dll"), kind, address);
        var name = kind == "form" ? "bare endpoint, ReadFormAsync" : "bare middleware, bytes from the pipe";
        return await ReadyAsync(new Subject(name, new Uri(address), Process.Start(start)!, folder: null));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Subject> ReadyAsync(Subject subject)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, subject.Address.Port);
                return subject;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }

        throw new InvalidOperationException($"{subject.Name} did not start.");
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
