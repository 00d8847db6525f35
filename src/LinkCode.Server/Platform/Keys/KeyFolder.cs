using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Keys;

/// <summary>The folder <c>keys</c> in the data folder: small sealed files that only the server's user can read.</summary>
internal sealed class KeyFolder : IKeyStore
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

    public IXmlRepository Protection => new FileSystemXmlRepository(Directory.CreateDirectory(System.IO.Path.Combine(Path, "protection")), NullLoggerFactory.Instance);

    public IReadOnlyList<string> Names(string prefix) =>
        [.. Directory.EnumerateFiles(Path, prefix + "*").Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Check()
    {
        foreach (var name in Names("").Where(name => name.EndsWith(".key", StringComparison.Ordinal)))
        {
            Read(name);
        }
    }

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
