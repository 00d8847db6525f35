using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using LinkCode.Tests.Host;
using Microsoft.Data.Sqlite;

namespace LinkCode.Tests.Faults.PowerCut;

/// <summary>
/// The power fails under load. A server is watched by strace while it works; then, for many moments, its disk is put together as it was last
/// synced, with none or some of the sectors written since, and opened again: everything that was acknowledged before is there.
/// Two hundred moments with <c>./do faults --power</c>.
/// </summary>
public sealed class PowerIsCut(ITestOutputHelper output)
{
    private const int Homes = 8;
    private static readonly int Cuts = int.Parse(Environment.GetEnvironmentVariable("LINKCODE_CUTS") ?? "12", CultureInfo.InvariantCulture);
    private static readonly bool IsBroken = Environment.GetEnvironmentVariable("LINKCODE_BROKEN") is not null;

    // Every cut is opened by SQLite and read whole; the server itself is started on some of them.
    private static readonly int ServerEvery = Cuts >= 100 ? 5 : 6;
    private readonly ConcurrentBag<Fact> facts = [];

    private enum Step
    {
        Issued,
        Approved,
        Redeemed,
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost()
    {
        var first = await TestServer.StartAsync();
        for (var i = 0; i < Homes; i++)
        {
            await first.AddAccountAsync($"home{i}@example.org");
        }

        await first.StopAsync();
        var before = Copy(first.Folder);
        var log = Directory.CreateTempSubdirectory("linkcode-strace-").FullName;
        await LoadAsync(first.Folder, log);
        var events = SyscallLog.Read(log);
        Assert.NotEmpty(facts);
        var lost = await CutAsync(before, events);
        output.WriteLine($"{events.Count(happened => happened.Data is not null)} writes and {events.Count(happened => happened.IsSync)} syncs watched, {facts.Count} facts acknowledged; {Cuts} cuts, {lost.Count} with something lost");
        lost.Take(5).ToList().ForEach(output.WriteLine);
        Array.ForEach([first.Folder, before, log], folder => Directory.Delete(folder, recursive: true));
        Assert.Equal(IsBroken, lost.Count > 0);
    }

    private async Task LoadAsync(string folder, string log)
    {
        var file = Path.Combine(folder, "linkcode.db");
        string[] watch = ["strace", "-ff", "--seccomp-bpf", "-ttt", "-T", "-xx", "-y", "-s", "100000", "-e", "signal=none", "-o", Path.Combine(log, "thread"), "-P", file, "-P", file + "-wal", "-e", "trace=pwrite64,ftruncate,fdatasync,fsync"];
        using var server = new ServerProcess(folder, Ports.Next(), under: watch);
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(Cuts >= 100 ? 40 : 4));
        await Task.WhenAll(Enumerable.Range(0, Homes).Select(i => Task.Run(async () =>
        {
            using var home = new Household(server.Address, $"home{i}@example.org");
            await home.SignInAsync();
            do
            {
                await LinkAsync(home, http);
            }
            while (!over.IsCancellationRequested);
        })));
    }

    private async Task LinkAsync(Household home, HttpClient http)
    {
        var device = await new TestDevice(http).AskAsync(pkce: true);
        Note(device, Step.Issued);
        if (await home.ApproveAsync(device.UserCode))
        {
            Note(device, Step.Approved);
            Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
            Note(device, Step.Redeemed);
        }
    }

    private void Note(TestDevice device, Step step) => facts.Add(new Fact(device, step, (decimal)(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds));

    private async Task<List<string>> CutAsync(string before, IReadOnlyList<DiskEvent> events)
    {
        var disk = new Disk(events);
        disk.Add(Path.Combine(before, "linkcode.db"));
        disk.Add(Path.Combine(before, "linkcode.db-wal"));
        var dice = new Random(7);
        var (start, end) = (facts.Min(fact => fact.At), facts.Max(fact => fact.At));
        var lost = new List<string>();
        var moments = Enumerable.Range(0, Cuts).Select(_ => start + ((end - start) * (decimal)dice.NextDouble())).Order().ToList();
        for (var i = 0; i < moments.Count; i++)
        {
            disk.RunTo(moments[i]);
            var folder = Copy(before);
            disk.Cut(folder, i % 2 == 0 ? null : dice);
            var known = facts.Where(fact => fact.At < moments[i]).OrderByDescending(fact => fact.At).ToList();
            var missing = Missing(folder, known);
            if (missing is null && i % ServerEvery == 0)
            {
                missing = await RefusedAsync(folder, known);
            }

            if (missing is not null)
            {
                lost.Add($"cut {i} with {disk.Unsynced} bytes unsynced: {missing}");
            }

            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }

        return lost;
    }

    // The database is whole, and every fact stands in it.
    private static string? Missing(string folder, List<Fact> known)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "linkcode.db")};Pooling=False");
        connection.Open();
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        if (check.ExecuteScalar() is not "ok")
        {
            return "the database is damaged";
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT State + 10 * (SELECT COUNT(*) FROM Devices WHERE Devices.Id = DeviceId) FROM LinkRequests WHERE Id = $id";
        var id = command.Parameters.Add("$id", SqliteType.Text);
        foreach (var fact in known)
        {
            id.Value = fact.Id;
            var state = command.ExecuteScalar() as long?;
            var isThere = fact.Step switch { Step.Issued => state is not null, Step.Approved => state is 2 or 13, _ => state is 13 };
            if (!isThere)
            {
                return $"{fact.Step} is {state?.ToString(CultureInfo.InvariantCulture) ?? "gone"}";
            }
        }

        return null;
    }

    // The real server opens it, goes on with what was begun and links something new.
    private static async Task<string?> RefusedAsync(string folder, List<Fact> known)
    {
        using var server = new ServerProcess(folder, Ports.Next());
        await server.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var fact in known.Take(10).Where(fact => fact.Step != Step.Issued && fact.Age < TimeSpan.FromMinutes(8)))
        {
            var answer = await fact.Device.At(http).PollAsync();

            // A device that was given its tokens gets them again within the minute, and is told no after it.
            if (answer.Status != HttpStatusCode.OK && !(answer.Error == "invalid_grant" && fact.Age > TimeSpan.FromSeconds(50)))
            {
                return $"{fact.Step} polls {answer.Body}";
            }
        }

        using var home = new Household(server.Address, "home0@example.org");
        await home.SignInAsync();
        var device = await new TestDevice(http).AskAsync(pkce: true);
        return await home.ApproveAsync(device.UserCode) && (await device.PollAsync()).Status == HttpStatusCode.OK ? null : "nothing new can be linked";
    }

    private static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("linkcode-cut-").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>Something a device or a person was told, and when.</summary>
    private sealed record Fact(TestDevice Device, Step Step, decimal At)
    {
        /// <summary>The id of the row, which the device code carries.</summary>
        public Guid Id { get; } = new(Base64Url.DecodeFromUtf8(Encoding.ASCII.GetBytes(Device.DeviceCode[4..]))[10..26]);

        public TimeSpan Age => DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch - TimeSpan.FromSeconds((double)At);
    }
}
