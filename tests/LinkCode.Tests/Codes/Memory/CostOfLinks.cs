using System.Runtime.CompilerServices;
using LinkCode.Server.Codes;
using LinkCode.Server.Codes.Memory;
using LinkCode.Server.OAuth.Grants;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Memory;

/// <summary>What a live request costs in memory (ENGINE 7). Bytes of the whole process are counted, so nothing else may run.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CostOfLinks
{
    private const int Many = 100_000;

    [Fact]
    public void E7_a_slot_is_112_bytes() => Assert.Equal(112, Unsafe.SizeOf<LinkSlot>());

    [Fact]
    public async Task E7_a_hundred_thousand_live_codes_take_less_than_18_megabytes_and_leave_nothing_behind()
    {
        await using var server = await TestServer.StartAsync(adjust: services => services.Remove(services.Single(service => service.ImplementationType == typeof(RehearseTokens))));
        var index = new LinkIndex(server.Services.GetRequiredService<CodeKeys>());
        var before = await Heap.QuietAsync();
        for (var i = 0; i < Many; i++)
        {
            Assert.True(index.TryAdd(RememberingLinks.Random()));
        }

        Assert.InRange(Heap.Bytes() - before, Many * 112, Many * 180);
        Assert.Equal(Many, index.RemoveEndedBefore(RememberingLinks.Now + TimeSpan.FromHours(2), _ => { }).Sum());
        Assert.Equal(0, index.Count);
        Assert.InRange(Heap.Bytes() - before, -Many * 10, Many * 10);
        GC.KeepAlive(index);
    }
}
