using System.Text.Json;
using LinkCode.Bench.Load;

namespace LinkCode.Bench.Subjects;

/// <summary>The pair of codes of one device.</summary>
internal sealed record CodePair(string Device, string User);

/// <summary>Asks a server for live codes, over its own endpoint.</summary>
internal static class Codes
{
    // A day is what the peers give their codes; nobody should run into the end of it.
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(20);

    public static CodePair Read(ReadOnlySpan<byte> answer)
    {
        using var json = JsonDocument.Parse(Wire.Body(answer));
        return json.RootElement.TryGetProperty("device_code", out var device)
            ? new CodePair(device.GetString()!, json.RootElement.GetProperty("user_code").GetString()!)
            : throw new InvalidOperationException($"No code came: {Wire.Body(answer)}");
    }

    public static async Task<CodePair[]> AskAsync(Subject subject, int count, int connections = 16)
    {
        var codes = new CodePair[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var wire = await Wire.ConnectAsync(subject.Address);
            var start = subject.Dialect.Start(subject.Address);
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                codes[i] = Read((await wire.AskAsync(start)).Span);
            }
        })));
        return codes;
    }

    /// <summary>Starts a server and has that many live codes in it; those of servers that keep them are asked for once a day.</summary>
    public static async Task<(Subject Subject, string[] DeviceCodes)> PrepareAsync(Recipe recipe, int count)
    {
        if (!recipe.KeepsCodes)
        {
            var fresh = await Subject.StartAsync(recipe);
            return (fresh, [.. (await AskAsync(fresh, count)).Select(code => code.Device)]);
        }

        var folder = Path.Combine(Recipe.Root, "artifacts", "bench", $"{recipe.Key}-{count}");
        var list = Path.Combine(folder, "codes.txt");
        if (File.Exists(list) && File.GetLastWriteTimeUtc(list) > TimeProvider.System.GetUtcNow().UtcDateTime - GoodFor)
        {
            return (await Subject.StartAsync(recipe, folder), await File.ReadAllLinesAsync(list));
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        // Peers that write to SQLite are fastest with few writers.
        var subject = await Subject.StartAsync(recipe, Directory.CreateDirectory(folder).FullName);
        var codes = (await AskAsync(subject, count, connections: 2)).Select(code => code.Device).ToArray();
        await File.WriteAllLinesAsync(list, codes);
        return (subject, codes);
    }
}
