using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LinkCode.Tests.Data;

/// <summary>Whatever ends a commit, whoever waited for it is told, and the next write is stored.</summary>
public sealed class WritesThatFail
{
    public static TheoryData<Exception> Everything =>
    [
        // A kind of OutOfMemoryException that may be made by hand.
        new InsufficientMemoryException(), new InvalidOperationException(), new TimeoutException(),
    ];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Are_told_and_the_writer_goes_on(Exception error)
    {
        await using var server = await TestServer.StartAsync();
        var database = server.Services.GetRequiredService<IDatabase>();
        var tries = 0;
        await using var writes = new WriteQueue(
            () => new Failing(database.OpenWriter(), () => tries++ == 0 ? error : null), server.Services.GetRequiredService<WriteMeter>(), NullLogger<WriteQueue>.Instance);
        Assert.Same(error, await Assert.ThrowsAnyAsync<Exception>(() => writes.RunAsync(database.Touch).WaitAsync(TimeSpan.FromSeconds(20))));
        await writes.RunAsync(database.Touch).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(2, tries);
    }

    private sealed class Failing(IWriter inner, Func<Exception?> next) : IWriter
    {
        public void Commit(IReadOnlyList<Write> writes)
        {
            if (next() is { } error)
            {
                throw error;
            }

            inner.Commit(writes);
        }

        public void Dispose() => inner.Dispose();
    }
}
