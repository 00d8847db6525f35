using System.Security.Cryptography;
using CsCheck;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Memory;

/// <summary>The live requests in memory, beside a plain dictionary that does the same (ENGINE 7).</summary>
public sealed class RememberingLinks(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    internal static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] Apps = [new("11111111-1111-1111-1111-111111111111"), new("22222222-2222-2222-2222-222222222222")];

    [Fact]
    public void E7_whatever_is_added_changed_and_removed_memory_knows_what_a_dictionary_knows() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 40], Gen.Int[0, 6]).Array[0, 400].Sample(steps =>
        {
            var index = new LinkIndex(fixture.Server.Services.GetRequiredService<CodeKeys>());
            var model = new Dictionary<Guid, LinkEntry>();
            foreach (var (what, who, number) in steps)
            {
                Step(index, model, what, who, number);
            }

            return index.Count == model.Count
                && Apps.All(app => index.CountOf(app) == model.Values.Count(entry => entry.AppId == app))
                && Enumerable.Range(0, 41).All(who => Same(index, model, Id(who)));
        });

    [Fact]
    public async Task E7_many_threads_at_once_lose_nothing_and_find_nobody_twice()
    {
        var index = new LinkIndex(fixture.Server.Services.GetRequiredService<CodeKeys>());
        var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            var mine = new List<LinkEntry>();
            for (var i = 0; i < 5_000; i++)
            {
                var entry = Random();
                Assert.True(index.TryAdd(entry));
                index.Became(entry.Id, LinkState.Claimed);
                if (i % 2 == 0)
                {
                    index.Remove(entry.Id);
                    index.Remove(entry.Id);
                }
                else
                {
                    mine.Add(entry);
                }
            }

            return mine;
        })));
        var all = kept.SelectMany(mine => mine).ToList();
        Assert.Equal(all.Count, index.Count);
        Assert.All(all, entry => Assert.True(index.TryFind(entry.Id, out var found) && found == entry with { State = LinkState.Claimed }));
    }

    [Fact]
    public void A_user_code_of_a_live_request_is_not_given_twice_and_is_free_again_afterwards()
    {
        var index = new LinkIndex(fixture.Server.Services.GetRequiredService<CodeKeys>());
        var first = Random();
        var second = Random() with { UserCodeHash = first.UserCodeHash };
        Assert.True(index.TryAdd(first));
        Assert.False(index.TryAdd(second));
        Assert.False(index.TryFind(second.Id, out _));
        index.Remove(first.Id);
        Assert.True(index.TryAdd(second));
    }

    [Fact]
    public void The_newest_of_an_installation_is_the_one_asked_for_last_in_whatever_order_they_come()
    {
        var index = new LinkIndex(fixture.Server.Services.GetRequiredService<CodeKeys>());
        var old = Random() with { Installation = 7 };
        var latest = Random() with { Installation = 7, HardStopAt = old.HardStopAt + TimeSpan.FromSeconds(9) };
        Assert.True(index.TryAdd(latest));
        Assert.True(index.TryAdd(old));
        Assert.True(index.HasNewer(old, Now));
        Assert.False(index.HasNewer(latest, Now));
        index.Remove(latest.Id);
        Assert.False(index.HasNewer(old, Now));
    }

    [Fact]
    public void The_sweep_leaves_those_that_were_kept_alive_while_it_looked()
    {
        var index = new LinkIndex(fixture.Server.Services.GetRequiredService<CodeKeys>());
        var ending = Enumerable.Range(0, 2000).Select(_ => Random()).ToList();
        ending.ForEach(entry => Assert.True(index.TryAdd(entry)));
        var left = index.RemoveEndedBefore(Now + TimeSpan.FromMinutes(20), _ => ending.ForEach(entry => index.Extend(entry.Id, Now + TimeSpan.FromMinutes(30)))).Sum();
        Assert.Equal(1, left);
        Assert.Equal(1999, index.Count);
    }

    [Fact]
    public async Task Whoever_waits_is_woken_by_a_change_and_by_the_end()
    {
        var index = new LinkIndex(fixture.Server.Services.GetRequiredService<CodeKeys>());
        var (changing, ending) = (Random(), Random());
        index.TryAdd(changing);
        index.TryAdd(ending);
        var (change, end) = (index.ChangedFrom(changing.Id, LinkState.Pending), index.ChangedFrom(ending.Id, LinkState.Pending));
        Assert.False(change.IsCompleted || end.IsCompleted);
        index.Became(changing.Id, LinkState.Claimed);
        index.Remove(ending.Id);
        await Task.WhenAll(change, end).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(index.ChangedFrom(changing.Id, LinkState.Pending).IsCompleted);
        Assert.False(index.ChangedFrom(changing.Id, LinkState.Claimed).IsCompleted);
    }

    private static void Step(LinkIndex index, Dictionary<Guid, LinkEntry> model, int what, int who, int number)
    {
        var (id, state) = (Id(who), (LinkState)number);
        switch (what)
        {
            case 0 or 1 when !model.ContainsKey(id):
                var entry = Random() with { Id = id, AppId = Apps[who % 2], ExpiresAt = Now + TimeSpan.FromSeconds(number) };
                Assert.True(index.TryAdd(entry));
                model[id] = entry;
                break;
            case 2:
                index.Remove(id);
                model.Remove(id);
                break;
            case 3:
                index.Became(id, state);
                if (model.TryGetValue(id, out var old) && (old.IsOpen || state is not (LinkState.Pending or LinkState.Claimed)))
                {
                    model[id] = old with { State = state };
                }

                break;
            case 4 when number == 0:
                var moment = Now + TimeSpan.FromSeconds(3);
                Assert.Equal(model.Values.Count(entry => entry.ExpiresAt < moment), index.RemoveEndedBefore(moment, _ => { }).Sum());
                model.Where(pair => pair.Value.ExpiresAt < moment).ToList().ForEach(pair => model.Remove(pair.Key));
                break;
            default:
                break;
        }
    }

    private static bool Same(LinkIndex index, Dictionary<Guid, LinkEntry> model, Guid id) =>
        index.TryFind(id, out var found) == model.TryGetValue(id, out var known) && found == known;

    // Ids that fall into the same shard and the same cell as well as others.
    private static Guid Id(int who) => new(who % 3, 0, 0, [0, 0, 0, 0, (byte)(who % 5), 0, 0, (byte)(who + 1)]);

    internal static LinkEntry Random() => new()
    {
        Id = new Guid(RandomNumberGenerator.GetBytes(16)),
        AppId = Apps[0],
        UserCodeHash = new UInt128(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))),
        Network = 1,
        HardStopAt = Now + TimeSpan.FromHours(1),
        ExpiresAt = Now + TimeSpan.FromMinutes(10),
        ConfirmNumber = 42,
        IntervalSeconds = 5,
    };
}
