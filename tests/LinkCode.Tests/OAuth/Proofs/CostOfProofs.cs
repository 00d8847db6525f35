using LinkCode.Server.OAuth.Proofs;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>The memory of proofs that were used (RFC 9449 §11.1) has an end.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CostOfProofs
{
    [Fact]
    public async Task X2_the_memory_of_proofs_is_bounded_and_lasts_as_long_as_a_proof_could_be_used()
    {
        var clock = new HeldClock();
        var seen = new SeenProofs(clock);
        Assert.True(seen.Add("key", "first"));
        clock.Advance(TimeSpan.FromMinutes(5.5));
        Assert.False(seen.Add("key", "first"));
        Assert.True(seen.Add("other key", "first"));
        var before = await Heap.QuietAsync();
        for (var i = 0; i < 1_000_000; i++)
        {
            Assert.True(seen.Add("key", i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        // A million would be some forty megabytes; two hundred thousand are kept at most.
        Assert.InRange(Heap.Bytes() - before, 0, 25_000_000);
        Assert.False(seen.Add("key", "999999"));
        clock.Advance(TimeSpan.FromMinutes(13));
        Assert.True(seen.Add("key", "999999"));
        GC.KeepAlive(seen);
    }
}
