using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>Decision 0017: ids follow time, and a code that has ended may come again.</summary>
public sealed class IdsInOrder
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_made_later_comes_later_in_the_table()
    {
        var ids = Enumerable.Range(0, 2_000).Select(i => DeviceCode.NewId(Now.AddMilliseconds(i * 7)).ToString()).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task E7_ids_of_one_moment_are_spread_over_all_shards()
    {
        await using var server = await TestServer.StartAsync();
        var index = server.Services.GetRequiredService<LinkIndex>();
        var shards = Enumerable.Range(0, 4_000).CountBy(_ => index.ShardOf(DeviceCode.NewId(Now))).Select(shard => shard.Value).ToList();
        Assert.Equal(64, shards.Count);
        Assert.All(shards, count => Assert.InRange(count, 20, 130));
    }

    [Fact]
    public void N36_ids_of_one_moment_have_eighty_bits_that_change()
    {
        var ids = Enumerable.Range(0, 500).Select(_ => DeviceCode.NewId(Now).ToByteArray(bigEndian: true)).ToList();
        var changing = Enumerable.Range(0, 128).Count(bit => ids.Select(id => (id[bit / 8] >> (bit % 8)) & 1).Distinct().Count() == 2);
        Assert.Equal(80, changing);
    }

    [Fact]
    public async Task A_code_that_came_again_shows_its_owner_the_newer_request()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var person = await Person.AddAsync(server);
        var first = await LinkAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await LinkAsync();
        await server.Services.GetRequiredService<WriteQueue>().RunAsync(
            new Statement("UPDATE \"LinkRequests\" SET \"UserCodeHash\" = $1 WHERE \"Id\" = $2", first.UserCodeHash, second.Id));
        var shown = await OwnAsync(first.UserCodeHash);
        Assert.Equal(second.Id, shown!.Id);

        async Task<LinkRequest> LinkAsync()
        {
            var device = await new TestDevice(http).AskAsync();
            await person.LinkAsync(device.UserCode);
            Assert.Equal(System.Net.HttpStatusCode.OK, (await device.PollAsync()).Status);
            return (await OwnAsync(LinkStore.Bytes(server.Services.GetRequiredService<CodeKeys>().Hash(Read(device.UserCode).Value))))!;
        }

        async Task<LinkRequest?> OwnAsync(byte[] hash)
        {
            await using var scope = server.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<FindOwnLink>().RunAsync(hash, person.Id, CancellationToken.None);
        }
    }

    private static UserCode Read(string typed) => UserCode.TryRead(typed, out var code) ? code : throw new ArgumentException("This is no code.", nameof(typed));
}
