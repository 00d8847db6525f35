namespace LinkCode.Tests.Faults.PowerCut;

/// <summary>
/// A disk as SQLite has to expect it: what was synced is there for ever, what was only written may be there, in whole, in part or not at all.
/// </summary>
internal sealed class Disk(IReadOnlyList<DiskEvent> events)
{
    private const int Sector = 512;
    private readonly Dictionary<string, byte[]> synced = [];
    private readonly List<DiskEvent> pending = [];
    private int next;

    /// <summary>Puts a file on the disk as it was before anything was recorded.</summary>
    public void Add(string path) => synced[Path.GetFileName(path)] = File.Exists(path) ? File.ReadAllBytes(path) : [];

    /// <summary>Goes on to a moment. What was done by then has been done.</summary>
    public void RunTo(decimal moment)
    {
        for (; next < events.Count && events[next].Done <= moment; next++)
        {
            var happened = events[next];
            if (!happened.IsSync)
            {
                pending.Add(happened);
                continue;
            }

            // A sync reaches what was written before it began.
            foreach (var write in pending.Where(write => write.File == happened.File && write.Done <= happened.Begun).ToList())
            {
                synced[write.File] = Apply(synced[write.File], write, 0, write.Data?.Length ?? 0);
                pending.Remove(write);
            }
        }
    }

    /// <summary>Cuts the power: writes the files as they come up again.</summary>
    /// <param name="dice">Chooses which unsynced sectors made it; null when none did.</param>
    public void Cut(string folder, Random? dice)
    {
        var files = synced.ToDictionary();
        foreach (var write in dice is null ? [] : pending)
        {
            if (write.Data is null)
            {
                files[write.File] = dice!.Next(2) == 0 ? Apply(files[write.File], write, 0, 0) : files[write.File];
                continue;
            }

            for (var at = 0; at < write.Data.Length; at += Sector)
            {
                if (dice!.Next(2) == 0)
                {
                    files[write.File] = Apply(files[write.File], write, at, Math.Min(Sector, write.Data.Length - at));
                }
            }
        }

        foreach (var (name, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }
    }

    /// <summary>How many bytes were written and not synced.</summary>
    public long Unsynced => pending.Sum(write => write.Data?.Length ?? 0);

    private static byte[] Apply(byte[] file, DiskEvent write, int from, int count)
    {
        if (write.Data is null)
        {
            Array.Resize(ref file, (int)write.Length!.Value);
            return file;
        }

        var changed = new byte[Math.Max(file.Length, write.Offset + from + count)];
        file.CopyTo(changed, 0);
        write.Data.AsSpan(from, count).CopyTo(changed.AsSpan((int)write.Offset + from));
        return changed;
    }
}
