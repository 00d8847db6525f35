using System.Security.Cryptography;

namespace LinkCode.Device;

/// <summary>An id of this machine that a copied file does not carry along.</summary>
internal static class MachineId
{
    private static readonly string[] SystemFiles = ["/etc/machine-id", "/var/lib/dbus/machine-id"];

    /// <param name="directory">Where a random id is kept on systems that have none of their own to read.</param>
    public static string Read(string directory)
    {
        foreach (var file in SystemFiles)
        {
            if (Text(file) is { } id)
            {
                return id;
            }
        }

        var own = Path.Combine(directory, "machine.key");
        if (Text(own) is { } kept)
        {
            return kept;
        }

        try
        {
            using var file = PrivateFile.Create(own);
            var made = RandomNumberGenerator.GetBytes(32);
            var text = System.Text.Encoding.ASCII.GetBytes(Hex.Write(made, made.Length));
            file.Write(text, 0, text.Length);
        }
        catch (IOException) when (File.Exists(own))
        {
            // Another process made it at the same moment.
        }

        return Text(own) ?? throw new IOException($"The key file {own} is empty. Remove it, and link again.");
    }

    private static string? Text(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: >= 16 } text ? text : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
