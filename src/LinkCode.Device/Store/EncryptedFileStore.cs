using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Device;

/// <summary>
/// Keeps each secret in an encrypted file that only this user can read (mode 0600 on Unix). Works without a desktop, over SSH and in services, and
/// locks across processes.
/// </summary>
/// <remarks>
/// <para>
/// The key comes from the machine's id and, if you give one, a secret of your app. On systems with a machine id of their own to read
/// (<c>/etc/machine-id</c>, so most Linux systems), a copied file or a backup is useless elsewhere.
/// </para>
/// <para>
/// Everywhere else, Windows and macOS included, a random id lies in the same directory, in <c>machine.key</c>: whoever has a copy of the whole
/// directory can read it all, unless the secret or the machine id that you give comes from somewhere else.
/// </para>
/// <para>
/// It does not protect against programs that run as the same user on the same machine and know the secret. A damaged file counts as none.
/// </para>
/// </remarks>
public sealed class EncryptedFileStore : ITokenStore
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(25);
    private readonly string directory;
    private readonly Sealing sealing;
    private readonly Clock clock;

    /// <summary>Keeps secrets in a directory, which is made if need be.</summary>
    /// <param name="directory">The directory, for this app alone.</param>
    /// <param name="secret">A secret that the files' key depends on, at least 16 random bytes; null for none.</param>
    /// <param name="machineId">A stable id of this machine; null to take the system's own, or a random one kept in the directory.</param>
    /// <exception cref="IOException">The directory cannot be made, or the random id cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not do so.</exception>
    public EncryptedFileStore(string directory, byte[]? secret = null, string? machineId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        this.directory = Path.GetFullPath(directory);
        PrivateFile.MakeDirectory(this.directory);
        sealing = new Sealing(machineId ?? MachineId.Read(this.directory), secret ?? []);
#if NET
        clock = new Clock(TimeProvider.System);
#else
        clock = new Clock();
#endif
    }

    /// <inheritdoc/>
    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(name));
    }

    /// <inheritdoc/>
    public Task WriteAsync(string name, string? value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        if (value is null)
        {
            Remove(PathOf(name));
        }
        else
        {
            PrivateFile.MakeDirectory(directory);
            PrivateFile.Replace(PathOf(name), sealing.Seal(name, value));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<IDisposable> LockAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        PrivateFile.MakeDirectory(directory);
        cancellationToken.ThrowIfCancellationRequested();
        // The lock file stays: removing it would let two processes hold locks on two files of the same name.
        var path = PathOf(name) + ".lock";
        FileStream? door;
        while ((door = PrivateFile.TryOpenAlone(path)) is null)
        {
            await clock.Delay(LockPause, cancellationToken).ConfigureAwait(false);
        }

        return door;
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // The directory was taken away, and the value with it.
        }
    }

    private string? Read(string name)
    {
        try
        {
            var path = PathOf(name);
            return File.Exists(path) ? sealing.Open(name, File.ReadAllBytes(path)) : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return Path.Combine(directory, name.Split(' ')[0] + "-" + Hex.Write(hash, 8) + ".sealed");
    }
}
