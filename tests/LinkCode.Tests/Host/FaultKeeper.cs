using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Host;

/// <summary>Keeps what a server logged as an error: a fault that a stranger's bytes can cause is ours, whatever answer hid it.</summary>
internal sealed class FaultKeeper : ILoggerProvider
{
    private readonly ConcurrentQueue<string> faults = new();

    public IReadOnlyCollection<string> Faults => faults;

    public ILogger CreateLogger(string categoryName) => new Keeper(faults, categoryName);

    public void Dispose()
    {
    }

    private sealed class Keeper(ConcurrentQueue<string> faults, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                faults.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
