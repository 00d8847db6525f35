using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Keys;

/// <summary>The folder <c>keys</c> in the data folder: small sealed files that only the server's user can read.</summary>
internal sealed class KeyFolder
{
    private readonly KeySecret secret;

    public KeyFolder(IOptions<SiteOptions> options, KeySecret secret)
    {
        this.secret = secret;
        Path = System.IO.Path.Combine(System.IO.Path.GetFullPath(options.Value.DataFolder), "keys");
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Path { get; }

    /// <summary>The names of the files that begin with a word, in order.</summary>
    public IEnumerable<string> Names(string prefix) =>
        Directory.EnumerateFiles(Path, prefix + "*").Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Reads one key, or makes and keeps it. Two starts at once agree on whichever was written first.</summary>
    public byte[] ReadOrCreate(string name, Func<byte[]> make)
    {
        var file = System.IO.Path.Combine(Path, name);
        if (!File.Exists(file))
        {
            Write(name, make());
        }

        return Read(name);
    }

    /// <summary>Opens every key once, so that a wrong secret is noticed at the start and not by the first person who comes.</summary>
    /// <exception cref="StartRefusedException">The key secret does not fit.</exception>
    public void Check()
    {
        foreach (var name in Names("").Where(name => name.EndsWith(".key", StringComparison.Ordinal)))
        {
            Read(name);
        }
    }

    /// <summary>Reads one key.</summary>
    /// <exception cref="StartRefusedException">The key secret does not fit the file.</exception>
    public byte[] Read(string name)
    {
        try
        {
            return secret.Open(File.ReadAllBytes(System.IO.Path.Combine(Path, name)), name);
        }
        catch (CryptographicException error)
        {
            throw new StartRefusedException($"The key file {name} cannot be opened with this key secret. Set LinkCode:KeySecret (or LinkCode:KeySecretFile) to the one it was made with, or remove the folder {Path} to begin anew: every device then has to be linked again.", error);
        }
    }

    /// <summary>Writes aside and links into place, so that a half-written key is never read and an existing one never replaced.</summary>
    public void Write(string name, byte[] content)
    {
        var file = System.IO.Path.Combine(Path, name);
        var aside = file + "." + RandomNumberGenerator.GetHexString(8, lowercase: true) + ".new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(aside, options))
        {
            stream.Write(secret.Seal(content, name));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(aside);
        }
    }
}
