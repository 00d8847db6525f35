using LinkCode.Server.Accounts;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Races;

/// <summary>One server, one crowd and the rounds of every race. Rounds run in batches, because people have to wait a second before they approve.</summary>
public sealed class RaceFixture : IAsyncLifetime
{
    public const int Rounds = 500;
    private const int Batch = 50;

    // Enough that no account types more wrong codes in one batch than it may.
    private const int CrowdSize = 40;

    public TestServer Server { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    internal List<Person> Crowd { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(new Dictionary<string, string?>
        {
            ["LinkCode:Codes:GuessesPerAccount"] = "100",
            ["LinkCode:Codes:GuessesPerNetwork"] = "10000",
            ["LinkCode:Codes:GuessesInAll"] = "100000",
            ["LinkCode:Codes:StartsPerNetwork"] = "100000",
        });
        Http = Server.Program();
        for (var i = 0; i < CrowdSize; i++)
        {
            Crowd.Add(new Person(Server, await AddAccountAsync()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>The account of a round, so that rounds of one batch spread over the crowd.</summary>
    internal Person PersonOf(int round) => Crowd[round % CrowdSize];

    /// <summary>Eight accounts of a round.</summary>
    internal List<Person> EightOf(int round) => [.. Enumerable.Range(round * 8, 8).Select(PersonOf)];

    /// <summary>Runs every round: first what has to be ready, then, a little more than a second of the clock later, the race itself.</summary>
    internal async Task RunAsync<T>(Func<int, Task<T>> prepare, Func<int, T, Task> race, int atOnce = 4)
    {
        for (var first = 0; first < Rounds; first += Batch)
        {
            // Wrong codes of the batch before are forgotten.
            Server.Clock.Advance(TimeSpan.FromMinutes(11));
            var numbers = Enumerable.Range(first, Batch).ToList();
            var ready = new T[Batch];
            await Parallel.ForEachAsync(numbers, Degree(atOnce), async (round, _) => ready[round - first] = await prepare(round));
            Server.Clock.Advance(TimeSpan.FromSeconds(2));
            await Parallel.ForEachAsync(numbers, Degree(atOnce), async (round, _) => await race(round, ready[round - first]));
        }
    }

    /// <summary>A device whose code one person has claimed.</summary>
    internal async Task<TestDevice> ClaimedAsync(Person person, bool pkce = false)
    {
        var device = await new TestDevice(Http).AskAsync(pkce);
        Assert.IsType<EnterAnswer.Claimed>(await person.EnterAsync(device.UserCode));
        return device;
    }

    /// <summary>Makes a claim older than it is, without touching the clock of all the others.</summary>
    internal Task AgeClaimAsync(TestDevice device, TimeSpan by) =>
        WriteAsync(device, "UPDATE \"LinkRequests\" SET \"ClaimedAt\" = \"ClaimedAt\" - $2, \"LeaseUntil\" = \"LeaseUntil\" - $2 WHERE \"UserCodeHash\" = $1", by.Ticks);

    /// <summary>Lets a code end a moment from now, and tells when.</summary>
    internal async Task<DateTimeOffset> ExpireAtAsync(TestDevice device, TimeSpan fromNow)
    {
        var end = Server.Clock.GetUtcNow() + fromNow;
        await WriteAsync(device, "UPDATE \"LinkRequests\" SET \"ExpiresAt\" = $2 WHERE \"UserCodeHash\" = $1", end.UtcTicks);
        Assert.True(Server.Services.GetRequiredService<LinkIndex>().TryFind(Person.Read(device.UserCode), out var entry));
        entry.ExpiresAt = end;
        return end;
    }

    /// <summary>The generation of the refresh tokens of the device that came of a code.</summary>
    internal async Task<int> GenerationAsync(TestDevice device)
    {
        var hash = LinkStore.Bytes(HashOf(device));
        await using var scope = Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        var links = db.Set<LinkRequest>().Where(link => link.UserCodeHash == hash);
        return await db.Set<LinkCode.Server.Devices.Device>().Where(row => links.Any(link => link.DeviceId == row.Id)).Select(row => row.Generation).SingleAsync();
    }

    /// <summary>Whether these tokens work now.</summary>
    internal static async Task<bool> LivesAsync(TestDevice device, Guid owner)
    {
        var who = await device.UserInfoAsync();
        return who.Status == System.Net.HttpStatusCode.OK && who.Text("sub") == owner.ToString();
    }

    private UInt128 HashOf(TestDevice device) => Server.Services.GetRequiredService<CodeKeys>().Hash(Person.Read(device.UserCode).Value);

    private async Task WriteAsync(TestDevice device, string sql, long ticks)
    {
        var hash = LinkStore.Bytes(HashOf(device));
        Assert.Equal(1, await Server.Services.GetRequiredService<WriteQueue>().RunAsync(new Statement(sql, hash, ticks)));
    }

    private static ParallelOptions Degree(int atOnce) => new() { MaxDegreeOfParallelism = atOnce };

    // Nobody of the crowd signs in, so no time is spent on hashing passwords.
    private async Task<Guid> AddAccountAsync()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var email = $"{Guid.NewGuid():N}@example.org";
        var account = new Account { Id = Guid.CreateVersion7(), UserName = email, Email = email, EmailConfirmed = true, DisplayName = "Ada Example", CreatedAt = Server.Clock.GetUtcNow() };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account)).Succeeded);
        return account.Id;
    }
}

/// <summary>Races take turns on one server, so that each has the machine to itself.</summary>
[CollectionDefinition(nameof(RacesTakeTurns))]
public sealed class RacesTakeTurns : ICollectionFixture<RaceFixture>;
