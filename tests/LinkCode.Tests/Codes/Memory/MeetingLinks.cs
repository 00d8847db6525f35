using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Memory;

/// <summary>Threads that meet at one entry; alone, because they spin, and beside others they would meet less often and cost everybody a core.</summary>
[Collection(nameof(RunsAlone))]
public sealed class MeetingLinks(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task One_that_leaves_while_it_is_still_being_added_leaves_no_note_behind()
    {
        const int rounds = 1_000;
        var index = new LinkIndex(fixture.Server.Services.GetRequiredService<CodeKeys>());
        var entries = Enumerable.Range(0, rounds).Select(_ => RememberingLinks.Random() with { Installation = 7 }).ToList();
        var (added, gone) = (0, 0);
        var asked = RememberingLinks.Random() with { Installation = 7 };

        // Whoever asks keeps the gate of the notes busy, so that the one who adds and the one who removes meet there.
        var asking = Task.Run(() =>
        {
            while (Volatile.Read(ref gone) < rounds)
            {
                _ = index.HasNewer(asked, RememberingLinks.Now);
            }
        });
        var removing = Task.Run(() =>
        {
            for (; gone < rounds; Volatile.Write(ref gone, gone + 1))
            {
                while (!index.TryFind(entries[gone].Id, out _) && !asking.IsCompleted)
                {
                    Thread.Yield();
                }

                index.Remove(entries[gone].Id);
            }
        });
        for (; added < rounds && !asking.IsCompleted; added++)
        {
            Assert.True(index.TryAdd(entries[added]));
            while (Volatile.Read(ref gone) <= added && !asking.IsCompleted)
            {
                Thread.Yield();
            }

            Assert.False(index.HasNewer(asked, RememberingLinks.Now));
        }

        await asking;
        await removing;
    }
}
