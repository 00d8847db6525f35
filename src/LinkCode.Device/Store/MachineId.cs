using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Device;

/// <summary>An id of this machine: the system's own, which a copied file does not carry along, else a random one beside the files.</summary>
internal static class MachineId
{
    private const int Shortest = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string[] SystemFiles = ["/etc/machine-id", "/var/lib/dbus/machine-id"];

    /// <param name="directory">Where a random id is kept on systems that have none of their own to read.</param>
    public static string Read(string directory)
    {
        foreach (var file in SystemFiles)
        {
            if (OfSystem(file) is { } id)
            {
                return id;
            }
        }

        return Random(directory);
    }

    /// <summary>The random id that is kept in the directory, made at first use.</summary>
    internal static string Random(string directory)
    {
        var own = Path.Combine(directory, "machine.key");
        return Text(own) ?? Made(own);
    }

    private static string Made(string own)
    {
        // One at a time: of two first starts at once, one would seal with a key that the other's then replaces.
        FileStream? door = null;
        if (!SpinWait.SpinUntil(() => (door = PrivateFile.TryOpenAlone(own + ".lock")) is not null, Patience))
        {
            throw new IOException($"The key file {own} is being made by another process, which does not come to an end.");
        }

        using (door)
        {
            if (Text(own) is { } kept)
            {
                return kept;
            }

            // A file that is there and too short is what a power cut left: nothing was ever sealed with it.
            File.Delete(own);
            var made = RandomNumberGenerator.GetBytes(32);
            PrivateFile.Place(own, Encoding.ASCII.GetBytes(Hex.Write(made, made.Length)));
        }

        // What lies there counts, not what was made: some network disks know no locks, and another machine may have been quicker.
        return Text(own) ?? throw new IOException($"The key file {own} does not keep what is written into it.");
    }

    private static string? OfSystem(string path)
    {
        try
        {
            return Text(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The id, or null if there is none. A file that cannot be read is an exception: replacing it would lose what was sealed with it.</summary>
    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: >= Shortest } text ? text : null;
        }
        catch (Exception trouble) when (trouble is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
