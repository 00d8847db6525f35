using CsCheck;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LinkCode.Tests.Codes.Model;

/// <summary>The same stories told to the whole engine: what people and devices are answered, from memory or from the database, is what the model says.</summary>
public sealed class TheEngineBesideItsModel
{
    private const int Stories = 250;

    // CsCheck prints the seed of a story that failed; put here, it tells that one first.
    private const string? Seed = null;

    [Fact]
    public async Task People_and_devices_hear_what_the_model_says()
    {
        var clock = new FrozenClock(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        await using var server = await TestServer.StartAsync(
            new Dictionary<string, string?> { ["LinkCode:Codes:GuessesPerAccount"] = "100" },
            adjust: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        Guid[] accounts = [await server.AddAccountAsync("ada@example.org"), await server.AddAccountAsync("bob@example.org")];

        // A day between stories, so that none of them meets the limits of the one before.
        clock.Now = clock.Now.AddDays(2);
        await Step.Stories.SampleAsync(
            async steps =>
            {
                clock.Now = clock.Now.AddDays(1);
                Assert.Null(await new EngineStory(server, clock, accounts).TellAsync(steps));
            },
            seed: Seed,
            iter: Stories,
            threads: 1,
            print: steps => string.Join("\n", steps.AsEnumerable()));
    }
}
