using System.Collections.Concurrent;
using LinkCode.Server.Activity;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts;

public sealed class AMailServerThatIsDown
{
    private readonly Post post = new();

    [Fact]
    public async Task For_an_hour_is_told_honestly_and_every_letter_goes_once_when_it_is_back()
    {
        await using var site = await Site.StartAsync("Development", null, services => services.AddSingleton<IMailSender>(post));
        var people = Enumerable.Range(0, 5).Select(_ => (Mail: Site.NewAddress(), Browser: site.Browser())).ToList();
        foreach (var (mail, browser) in people)
        {
            Assert.Equal("Check your mail", (await BeginAsync(browser, mail)).Heading);
        }

        var waiting = await UntilAsync(() => people[0].Browser.GetAsync("/sign-up/check-mail"), page => page.Text.Contains("Our mail is late at the moment", StringComparison.Ordinal));
        Assert.Contains("Nothing is lost", waiting.Text, StringComparison.Ordinal);
        var asked = site.Browser();
        Assert.Contains("Our mail is late", (await asked.PressAsync(await asked.GetAsync("/forgot-password"), "Send the link", ("mail", people[0].Mail))).Text, StringComparison.Ordinal);

        for (var minutes = 0; minutes < 60; minutes += 5)
        {
            site.Clock.Advance(TimeSpan.FromMinutes(5));
            site.Services.GetRequiredService<Outbox>().Ring();
            await Task.Delay(30, TestContext.Current.CancellationToken);
            Assert.Empty(post.Sent);
        }

        // Every letter was tried at once, and an hour on is due again.
        await Site.UntilAsync(() => post.Refused > 6, "Nobody tried again.");
        Assert.Empty(post.Sent);
        post.IsDown = false;
        site.Clock.Advance(TimeSpan.FromHours(1));
        site.Services.GetRequiredService<Outbox>().Ring();
        await Site.UntilAsync(() => post.Sent.Count >= 6, "every letter");
        site.Clock.Advance(TimeSpan.FromHours(2));
        site.Services.GetRequiredService<Outbox>().Ring();
        await UntilAsync(() => people[0].Browser.GetAsync("/sign-up/check-mail"), page => !page.Text.Contains("Our mail is late", StringComparison.Ordinal));
        Assert.Equal(6, post.Sent.Count);
        Assert.All(people.Skip(1), person => Assert.Single(post.Sent, one => one.To == person.Mail));

        var (last, itsBrowser) = people[4];
        var link = new Uri(post.Sent.Single(one => one.To == last).Letter.Button!.Url).PathAndQuery;
        await itsBrowser.PressAsync(await itsBrowser.GetAsync(link), "Yes, it is mine");
        Assert.True(await itsBrowser.IsSignedInAsync());
    }

    private static async Task<Page> BeginAsync(Browser browser, string mail) =>
        await browser.PressAsync(await browser.GetAsync("/sign-up"), "Make the account", ("name", "Ana"), ("mail", mail), ("new-password", Words.Password));

    private static async Task<Page> UntilAsync(Func<Task<Page>> look, Predicate<Page> isRight)
    {
        for (var tries = 0; tries < 1200; tries++)
        {
            var page = await look();
            if (isRight(page))
            {
                return page;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The page never said it.");
    }

    /// <summary>A mail route that is down, and then is not.</summary>
    private sealed class Post : IMailSender
    {
        private int refused;

        public ConcurrentQueue<(string To, Letter Letter)> Sent { get; } = new();

        public int Refused => Volatile.Read(ref refused);

        public bool IsDown { get; set; } = true;

        public Task SendAsync(string to, Letter letter, CancellationToken cancellation)
        {
            if (IsDown)
            {
                Interlocked.Increment(ref refused);
                throw new IOException("connection refused");
            }

            Sent.Enqueue((to, letter));
            return Task.CompletedTask;
        }
    }
}
