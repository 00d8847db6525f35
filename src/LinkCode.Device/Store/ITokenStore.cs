namespace LinkCode.Device;

/// <summary>
/// Keeps secrets: sessions, a waiting code if asked to, and the installation's id. Use <see cref="MemoryTokenStore"/>,
/// <see cref="EncryptedFileStore"/>, or one of your own over the system's key chain.
/// </summary>
/// <remarks>Whatever is stored is lost rather than a reason to crash: a store that cannot read a value answers null, and the device links again.</remarks>
public interface ITokenStore
{
    /// <summary>Reads a value.</summary>
    /// <param name="name">The value's name: any text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value, or null if there is none or it cannot be read.</returns>
    Task<string?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a value, wholly or not at all.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="value">The value; null removes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Done when the value is kept.</returns>
    /// <exception cref="IOException">The value cannot be kept.</exception>
    Task WriteAsync(string name, string? value, CancellationToken cancellationToken);

    /// <summary>Makes sure that only one holder, among all processes that share the store, works on a value.</summary>
    /// <param name="name">The value's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lock: dispose it to let the next one in.</returns>
    /// <exception cref="IOException">There can be no lock here, as on a read-only disk: work goes on without.</exception>
    Task<IDisposable> LockAsync(string name, CancellationToken cancellationToken);
}
