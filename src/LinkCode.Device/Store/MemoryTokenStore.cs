using System.Collections.Concurrent;

namespace LinkCode.Device;

/// <summary>Keeps secrets in memory only: nothing survives the process.</summary>
public sealed class MemoryTokenStore : ITokenStore
{
    private readonly ConcurrentDictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> doors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Task.FromResult(values.TryGetValue(name, out var value) ? value : null);
    }

    /// <inheritdoc/>
    public Task WriteAsync(string name, string? value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (value is null)
        {
            values.TryRemove(name, out _);
        }
        else
        {
            values[name] = value;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<IDisposable> LockAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var door = doors.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await door.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Held(door);
    }

    private sealed class Held(SemaphoreSlim door) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                door.Release();
            }
        }
    }
}
