using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>A store in memory that stops writing, or lets nobody in, when a test says so.</summary>
internal sealed class StubbornStore : ITokenStore
{
    private readonly MemoryTokenStore memory = new();

    /// <summary>The disk has become full or read-only: what was written before is still there.</summary>
    public bool IsFull { get; set; }

    /// <summary>What comes before the lock, beside the usual wait for it.</summary>
    public Func<CancellationToken, Task> Door { get; set; } = _ => Task.CompletedTask;

    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return memory.ReadAsync(name, cancellationToken);
    }

    public Task WriteAsync(string name, string? value, CancellationToken cancellationToken) =>
        IsFull ? throw new IOException("No space left on device") : memory.WriteAsync(name, value, cancellationToken);

    public async Task<IDisposable> LockAsync(string name, CancellationToken cancellationToken)
    {
        await Door(cancellationToken);
        return await memory.LockAsync(name, cancellationToken);
    }
}
