using System.Globalization;
using System.Security.Cryptography;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>
/// The time an answer takes tells a stranger nothing about a code (T85). Measured by <c>./do times</c> on a quiet machine, and not
/// among the other tests, because a busy machine would decide what comes out.
/// </summary>
[Collection(nameof(MeasuresTime))]
public sealed class TimesOfCodes(ITestOutputHelper output)
{
    private const int Rounds = 4000;
    private const double Allowed = 0.02;

    // Fewer tries than an account may make in ten minutes.
    private const int TriesPerAccount = 90;

    [Fact(Explicit = true)]
    public async Task T85_T89_a_stranger_s_code_takes_as_long_whatever_became_of_it()
    {
        await using var site = await StartAsync();
        var codes = await DrawAsync(site);
        using var stranger = await Typist.AtAsync(site, null);
        await MeasureAsync("signed out", ["unknown", "expired", "used", "somebody else's", "waiting"], codes, async (_, code) => await stranger.TypeAsync(code));
    }

    [Fact(Explicit = true)]
    public async Task T85_T89_a_code_that_is_not_theirs_takes_a_signed_in_person_as_long_whatever_became_of_it()
    {
        await using var site = await StartAsync();
        var codes = await DrawAsync(site);
        var typist = await Typist.AtAsync(site, Site.NewAddress());
        var tries = 0;
        await MeasureAsync("signed in", ["unknown", "expired", "used", "somebody else's"], codes, async (_, code) => await typist.TypeAsync(code), async () =>
        {
            if ((tries += 4) % TriesPerAccount < 4)
            {
                typist.Dispose();
                typist = await Typist.AtAsync(site, Site.NewAddress());
            }
        });
        typist.Dispose();
    }

    private async Task MeasureAsync(string who, string[] kinds, Func<string, int, Task<string>> codes, Func<string, string, Task> type, Func<Task>? between = null)
    {
        var samples = new Timings(kinds);
        for (var round = 0; round < Rounds + 200; round++)
        {
            // The first rounds warm up.
            samples = round == 200 ? new Timings(kinds) : samples;
            await (between?.Invoke() ?? Task.CompletedTask);
            var now = new string[kinds.Length];
            for (var kind = 0; kind < kinds.Length; kind++)
            {
                now[kind] = await codes(kinds[kind], round);
            }

            await samples.RoundAsync(kind => type(kinds[kind], now[kind]));
        }

        output.WriteLine(samples.Table($"POST /link, {who}"));
        Assert.True(samples.LargestDifference() <= Allowed, string.Create(CultureInfo.InvariantCulture, $"The medians differ by {samples.LargestDifference():P1}."));
    }

    private static Task<Site> StartAsync() => Site.DevelopmentAsync(
        ("LinkCode:LimitScale", "10000"), ("LinkCode:Codes:GuessesPerAccount", "100"), ("LinkCode:Codes:GuessesPerNetwork", "10000"), ("LinkCode:Codes:GuessesInAll", "100000"));

    // Twenty codes of every fate, typed over and over; unknown ones are made up each time.
    private static async Task<Func<string, int, Task<string>>> DrawAsync(Site site)
    {
        await site.InScopeAsync<RegisterApp, string?>(register => register.RunAsync("brief", new AppSettings { Name = "Brief", CodeLifetimeSeconds = 60 }, default));
        await site.Services.GetRequiredService<AppDirectory>().RefreshAsync(default);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        http.BaseAddress = new Uri(site.Address);
        var fates = new Dictionary<string, List<TestDevice>> { ["expired"] = [], ["used"] = [], ["somebody else's"] = [], ["waiting"] = [] };
        foreach (var (fate, devices) in fates)
        {
            for (var i = 0; i < 20; i++)
            {
                devices.Add(await new TestDevice(http, fate == "expired" ? "brief" : "demo-tv").AskAsync());
            }
        }

        using var owner = await Typist.AtAsync(site, Site.NewAddress());
        foreach (var device in fates["used"].Concat(fates["somebody else's"]))
        {
            await owner.TypeAsync(device.UserCode);
        }

        site.Clock.Advance(TimeSpan.FromSeconds(90));
        foreach (var device in fates["used"])
        {
            await owner.ApproveAsync(device.UserCode);
            Assert.Equal(System.Net.HttpStatusCode.OK, (await device.PollAsync()).Status);
        }

        var keeper = site.Services.GetRequiredService<LinkStore>();
        var index = site.Services.GetRequiredService<LinkIndex>();
        return async (fate, round) =>
        {
            if (fate == "unknown")
            {
                return RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", 8).Insert(4, "-");
            }

            var device = fates[fate][round % 20];
            if (fate == "somebody else's" && Person.Read(device.UserCode) is var code && index.TryFind(code, out var entry))
            {
                // Its owner is still looking at it.
                var now = site.Clock.GetUtcNow();
                Assert.True(await keeper.ClaimAsync(entry.Id, now, owner.Id, now + LinkTimes.Lease, now + LinkTimes.Hold, LinkedHow.Typed));
            }

            return device.UserCode;
        };
    }
}
