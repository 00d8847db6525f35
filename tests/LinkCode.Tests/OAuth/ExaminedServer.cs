using LinkCode.Server.Apps;
using LinkCode.Server.Operator.Doctor;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>Our own server as the doctor's patient, with every app that a rule may ask for and two people who decide.</summary>
public sealed class ExaminedServer : IAsyncLifetime
{
    private const string Back = "https://demo.example/back";
    private readonly Wire wire = new();
    private WebPerson willing = null!;
    private WebPerson wary = null!;

    public TestServer Server { get; private set; } = null!;

    internal Patient Patient { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync();
        await Server.AddAppAsync("web", new AppSettings { Name = "Web", Kind = "Tv", Secret = "a secret of the web app", RedirectUris = { Back } });
        await Server.AddAppAsync("brief", new AppSettings { Name = "Brief", CodeLifetimeSeconds = 60 });
        await Server.AddAppAsync("codeless", new AppSettings { Name = "Codeless", Kind = "Browser", RedirectUris = { Back } });
        willing = await WebPerson.AddAsync(Server);
        wary = await WebPerson.AddAsync(Server, "Grace Example");
        var facts = new PatientFacts
        {
            Address = Server.Address.GetLeftPart(UriPartial.Authority),
            Client = "demo-tv",
            OtherClient = "demo-cli",
            ConfidentialClient = "web",
            ConfidentialSecret = "a secret of the web app",
            BriefClient = "brief",
            CodelessClient = "codeless",
            RedirectUri = Back,
            Patience = TimeSpan.FromSeconds(150),
            Guess = true,
            Approve = (wanted, _) => DecideAsync(willing, wanted, yes: true),
            Deny = (wanted, _) => DecideAsync(wary, wanted, yes: false),
        };
        var meeting = await Patient.MeetAsync(wire, facts, new ShortWaits(Server.Clock), TestContext.Current.CancellationToken);
        Patient = Assert.IsType<Meeting.Met>(meeting).Patient;
    }

    public async ValueTask DisposeAsync()
    {
        willing.Dispose();
        wary.Dispose();
        wire.Dispose();
        await Server.DisposeAsync();
    }

    private static async Task<Decision> DecideAsync(WebPerson person, DecisionWanted wanted, bool yes)
    {
        var review = await person.TypeAsync(wanted.UserCode, wanted.VerificationUri);
        if (review.Path != "/link/review")
        {
            return new(false, $"typing led to {review.Path}, {(int)review.Status}");
        }

        var end = await person.DecideAsync(review, yes);
        var isDone = end.Path.StartsWith(yes ? "/link/done/" : "/link/ended/", StringComparison.Ordinal);
        return new(isDone, $"deciding led to {end.Path}, {(int)end.Status}", review.Html);
    }

    /// <summary>Waits of up to a quarter of a minute are waited; of longer ones only three seconds, and the server's clock goes the rest.</summary>
    private sealed class ShortWaits(HeldClock server) : TimeProvider
    {
        private static readonly TimeSpan Waited = TimeSpan.FromSeconds(3);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.FromSeconds(15))
            {
                return System.CreateTimer(callback, state, dueTime, period);
            }

            return System.CreateTimer(
                told =>
                {
                    server.Advance(dueTime - Waited);
                    callback(told);
                },
                state,
                Waited,
                period);
        }
    }
}
