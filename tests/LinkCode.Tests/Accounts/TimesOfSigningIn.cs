using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Accounts;

/// <summary>
/// Neither the time nor the words of the sign-in page tell who has an account (T86), and no crowd keeps an owner out. The long forms are run by
/// <c>./do times</c> on a quiet machine. The hash is a cheap one, which makes the comparison harder: anything else that differs weighs more.
/// </summary>
[Collection(nameof(MeasuresTime))]
public sealed partial class TimesOfSigningIn(ITestOutputHelper output)
{
    private const double Allowed = 0.05;

    // A network may try one address this often before it has to wait.
    private const int PerPerson = 5;

    [Fact]
    public async Task A_known_and_an_unknown_address_get_the_same_answer() => await CompareAsync(people: 20, isTimed: false);

    [Fact(Explicit = true)]
    public async Task T86_ten_thousand_sign_ins_take_as_long_with_a_known_and_an_unknown_address_and_say_the_same() => await CompareAsync(people: 1000, isTimed: true);

    [Fact]
    public async Task A_crowd_of_guessers_never_keeps_the_owners_browser_out() => await GuessAsync(guesses: 300);

    [Fact(Explicit = true)]
    public async Task Ten_thousand_guesses_from_as_many_networks_never_keep_the_owners_browser_out() => await GuessAsync(guesses: 10_000);

    private async Task CompareAsync(int people, bool isTimed)
    {
        await using var site = await Site.DevelopmentAsync(("LinkCode:LimitScale", "10000"));
        var known = new List<string>();
        for (var i = 0; i < people; i++)
        {
            known.Add(Site.NewAddress());
            await site.AccountAsync(known[i]);
        }

        var unknown = known.ConvertAll(_ => Site.NewAddress());
        using var stranger = await Stranger.AtAsync(site);
        for (var warm = 0; warm < (isTimed ? 400 : 5); warm++)
        {
            await stranger.GuessAsync(Site.NewAddress());
        }

        var samples = new Timings("unknown address", "known address");
        var answers = new HashSet<string>();
        for (var round = 0; round < people * PerPerson; round++)
        {
            var asked = new (string Address, HttpStatusCode Status, string Body)[2];
            await samples.RoundAsync(async kind =>
            {
                var address = (kind == 0 ? unknown : known)[round % people];
                var (status, body) = await stranger.GuessAsync(address);
                asked[kind] = (address, status, body);
            });
            answers.UnionWith(asked.Select(one => $"{one.Status} {Check().Replace(one.Body, "").Replace(one.Address, "(address)", StringComparison.Ordinal)}"));
        }

        output.WriteLine(samples.Table("POST /sign-in"));
        Assert.StartsWith("OK ", Assert.Single(answers), StringComparison.Ordinal);
        Assert.True(!isTimed || samples.LargestDifference() <= Allowed, string.Create(CultureInfo.InvariantCulture, $"The medians differ by {samples.LargestDifference():P1}."));
    }

    private async Task GuessAsync(int guesses)
    {
        await using var site = await Site.DevelopmentAsync(("LinkCode:LimitScale", "10000"), ("LinkCode:TrustedProxies:0", "127.0.0.1"));
        var ana = Site.NewAddress();
        await site.AccountAsync(ana);
        var owner = site.Browser("127.0.0.9");
        await owner.SignInAsync(ana);
        using var crowd = await Stranger.AtAsync(site);
        var (looked, refused) = (0, 0);
        for (var guess = 0; guess < guesses; guess++)
        {
            var (status, _) = await crowd.GuessAsync(ana, new IPAddress([10, (byte)(guess >> 16), (byte)(guess >> 8), (byte)guess]));
            (looked, refused) = status == HttpStatusCode.TooManyRequests ? (looked, refused + 1) : (looked + 1, refused);
            if (guess % (guesses / 10) == 0)
            {
                // They come at all hours, and the owner signs in after a mistake in typing.
                site.Clock.Advance(TimeSpan.FromMinutes(20));
                await owner.PressAsync(await owner.GetAsync("/sign-out"), "Sign out");
                Assert.Equal(HttpStatusCode.OK, (await owner.SignInAsync(ana, "mistyped words here")).Status);
                await owner.SignInAsync(ana);
                Assert.True(await owner.IsSignedInAsync(), $"The owner was kept out after {guess} guesses.");
            }
        }

        output.WriteLine($"{guesses:N0} guesses from as many networks: {looked:N0} were looked at, {refused:N0} had to wait; the owner signed in ten times.");
        Assert.InRange(looked, 20, 60);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await crowd.GuessAsync(ana, IPAddress.Parse("10.200.0.1"))).Status);
    }

    [GeneratedRegex("name=\"check\"[^>]*>")]
    private static partial Regex Check();

    /// <summary>Somebody who sends the sign-in form over and over, from whatever network a proxy says.</summary>
    private sealed class Stranger : IDisposable
    {
        private readonly HttpClient http;
        private string check = "";

        private Stranger(Site site)
        {
            http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };
            http.DefaultRequestHeaders.Add("Accept", "text/html");
        }

        public static async Task<Stranger> AtAsync(Site site)
        {
            var stranger = new Stranger(site);
            var page = await new HtmlParser().ParseDocumentAsync(await stranger.http.GetStringAsync("/sign-in"));
            stranger.check = page.QuerySelector("main input[name=check]")!.GetAttribute("value")!;
            return stranger;
        }

        public async Task<(HttpStatusCode Status, string Body)> GuessAsync(string address, IPAddress? network = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in");
            request.Content = new FormUrlEncodedContent([new("check", check), new("mail", address), new("password", "not the password")]);
            if (network is not null)
            {
                request.Headers.Add("X-Forwarded-For", network.ToString());
            }

            using var answer = await http.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        public void Dispose() => http.Dispose();
    }
}
