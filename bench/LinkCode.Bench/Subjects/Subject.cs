using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LinkCode.Bench.Load;

namespace LinkCode.Bench.Subjects;

/// <summary>One server under load, as a process of its own on the server core.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<Subject, bool> Alive = new();
    private readonly bool isTemporary;
    private Process process;

    private Subject(Recipe recipe, Uri address, string folder, bool isTemporary) =>
        (Recipe, Address, Folder, this.isTemporary, process) = (recipe, address, folder, isTemporary, Launch(recipe, address, folder));

    public Recipe Recipe { get; }

    public string Name => Recipe.Name;

    public Dialect Dialect => Recipe.Dialect;

    public Uri Address { get; }

    public string Folder { get; }

    public int ProcessId => process.Id;

    /// <summary>Processor time it has taken so far.</summary>
    public TimeSpan Computed
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in megabytes.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts a server in a folder of its own, which goes when it stops, or in one that stays.</summary>
    public static async Task<Subject> StartAsync(Recipe recipe, string? folder = null)
    {
        var subject = new Subject(recipe, FreeAddress(), folder ?? Directory.CreateTempSubdirectory("linkcode-bench-").FullName, folder is null);
        Alive[subject] = true;
        await subject.ReadyAsync();
        return subject;
    }

    /// <summary>Ends whatever still runs, also when a measurement broke off.</summary>
    public static async Task EndAllAsync()
    {
        foreach (var subject in Alive.Keys)
        {
            await subject.DisposeAsync();
        }
    }

    /// <summary>Kills it without a word.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Starts it again where it was killed; returns how long it takes until a request gets its right answer.</summary>
    public async Task<TimeSpan> RestartAsync(ReadOnlyMemory<byte> request, RightAnswer isRight)
    {
        var watch = Stopwatch.StartNew();
        process = Launch(Recipe, Address, Folder);
        while (watch.Elapsed < TimeSpan.FromMinutes(3))
        {
            try
            {
                using var wire = await Wire.ConnectAsync(Address);
                if (isRight((await wire.AskAsync(request)).Span))
                {
                    return watch.Elapsed;
                }
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                await Task.Delay(2);
            }
        }

        throw new TimeoutException($"{Name} gave no right answer.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!Alive.TryRemove(this, out _))
        {
            return;
        }

        await KillAsync();
        if (isTemporary)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static Process Launch(Recipe recipe, Uri address, string folder)
    {
        var process = Process.Start(recipe.Start(address.GetLeftPart(UriPartial.Authority), folder))!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private async Task ReadyAsync()
    {
        for (var tries = 0; tries < 600 && !process.HasExited; tries++)
        {
            try
            {
                using var wire = await Wire.ConnectAsync(Address);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Name} did not start."));
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
