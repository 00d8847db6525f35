using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Activity;

public sealed class OutgoingLetters : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
    private readonly Post post = new();

    public void Dispose()
    {
        TestDatabase.Drop(folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Are_sent_once_they_are_committed_and_then_forgotten()
    {
        await using var site = await StartAsync();
        await QueueAsync(site, "ana@example.org");
        await Site.UntilAsync(() => post.Sent.Contains("ana@example.org"), "the letter");
        await Site.UntilAsync(() => Row(site).SentAt is not null, "the mark");
        Assert.Empty(Row(site).Content);
    }

    [Fact]
    public async Task Are_not_readable_while_they_wait()
    {
        await using var site = await StartAsync();
        post.IsDown = true;
        await QueueAsync(site, "ana@example.org");
        await Site.UntilAsync(() => Row(site).Failure.Length > 0, "the first try");
        Assert.DoesNotContain("secret-link", System.Text.Encoding.Latin1.GetString(Row(site).Content), StringComparison.Ordinal);
        Assert.Equal("IOException", Row(site).Failure);
        Assert.DoesNotContain("ana@example.org", site.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Survive_a_restart_while_the_mail_server_is_down()
    {
        post.IsDown = true;
        await using (var first = await StartAsync())
        {
            await QueueAsync(first, "ana@example.org");
            await Site.UntilAsync(() => Row(first).Failure.Length > 0, "the first try");
        }

        post.IsDown = false;
        await using var second = await StartAsync();
        second.Clock.Advance(TimeSpan.FromMinutes(1));
        second.Services.GetRequiredService<Outbox>().Ring();
        await Site.UntilAsync(() => post.Sent.Contains("ana@example.org"), "the letter");
        Assert.Single(post.Sent);
    }

    [Fact]
    public async Task Are_taken_up_again_when_the_server_stopped_in_the_middle_of_sending()
    {
        post.IsStuck = true;
        await using (var first = await StartAsync())
        {
            await QueueAsync(first, "ana@example.org");
            await Site.UntilAsync(() => Row(first).Tries == 1, "the first try");
        }

        post.IsStuck = false;
        await using var second = await StartAsync();
        Assert.Empty(post.Sent);
        second.Clock.Advance(TimeSpan.FromMinutes(5));
        second.Services.GetRequiredService<Outbox>().Ring();
        await Site.UntilAsync(() => post.Sent.Count == 1, "the letter");
    }

    [Fact]
    public async Task Wait_longer_after_each_failure_and_are_given_up_after_three_days()
    {
        await using var site = await StartAsync();
        post.IsDown = true;
        await QueueAsync(site, "ana@example.org");
        var waits = new List<double>();
        for (var tries = 1; tries <= 3; tries++)
        {
            await Site.UntilAsync(() => Row(site) is { Failure.Length: > 0 } row && row.Tries == tries && row.DueAt > site.Clock.GetUtcNow(), $"try {tries}");
            var wait = Row(site).DueAt!.Value - site.Clock.GetUtcNow();
            waits.Add(Math.Round(wait.TotalSeconds / 30));
            site.Clock.Advance(wait);
            site.Services.GetRequiredService<Outbox>().Ring();
        }

        Assert.Equal([1, 2, 4], waits);
        site.Clock.Advance(TimeSpan.FromDays(3));
        site.Services.GetRequiredService<Outbox>().Ring();
        await Site.UntilAsync(() => Row(site).DueAt is null, "giving up");
        Assert.Null(Row(site).SentAt);
        Assert.Empty(Row(site).Content);
    }

    [Fact]
    public async Task Are_given_up_at_once_when_the_other_side_says_no_and_the_next_one_still_goes()
    {
        await using var site = await StartAsync();
        await QueueAsync(site, "nobody@example.org");
        await Site.UntilAsync(() => Row(site).DueAt is null, "giving up");
        Assert.Equal("SMTP 550", Row(site).Failure);
        await QueueAsync(site, "ana@example.org");
        await Site.UntilAsync(() => post.Sent.Contains("ana@example.org"), "the letter");
    }

    [Fact]
    public async Task And_the_audit_trail_share_the_write_queues_transaction()
    {
        await using var site = await StartAsync();
        var (outbox, trail) = (site.Services.GetRequiredService<Outbox>(), site.Services.GetRequiredService<AuditTrail>());
        // What is kept of an account that is not there goes at the next chance.
        var (account, device) = (await site.AccountAsync("bo@example.org"), Guid.NewGuid());
        // Moving an app's date changes one row, as any action does.
        var change = new Statement("UPDATE \"OpenIddictApplications\" SET \"UpdatedAt\" = \"UpdatedAt\" + 1 WHERE \"ClientId\" = $1", "demo-tv");
        var send = outbox.Prepare("ana@example.org", Letter());
        Assert.Equal(1, await site.Services.GetRequiredService<WriteQueue>().RunAsync(change, batch =>
        {
            send(batch);
            trail.Record(batch, new AuditEvent { What = "test.happened", AccountId = account, DeviceId = device, Network = "192.0.2.1" });
        }));
        outbox.Ring();
        await Site.UntilAsync(() => post.Sent.Contains("ana@example.org"), "the letter");
        var happened = await site.InScopeAsync<LinkCodeDb, AuditEvent>(db => db.Set<AuditEvent>().SingleAsync(one => one.AccountId == account && one.What == "test.happened"));
        Assert.Equal((device, null, "192.0.2.1"), (happened.DeviceId, happened.AppId, happened.Network));
        Assert.InRange(site.Clock.GetUtcNow() - happened.At, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static Letter Letter() => new("A subject", "en") { Button = new LetterButton("Open", "https://link.example/secret-link") };

    private static OutgoingMail Row(Site site)
    {
        using var scope = site.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<OutgoingMail>().AsNoTracking().OrderBy(mail => mail.Id).First();
    }

    private static Task<int> QueueAsync(Site site, string to) => site.InScopeAsync<LinkCodeDb, int>(db =>
    {
        site.Services.GetRequiredService<Outbox>().Add(db, to, Letter());
        return db.SaveChangesAsync();
    });

    private Task<Site> StartAsync() => Site.StartAsync("Development", folder, services => services.AddSingleton<IMailSender>(post));

    /// <summary>A mail route that tests can break.</summary>
    private sealed class Post : IMailSender
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Sent { get; } = new();

        public bool IsDown { get; set; }

        public bool IsStuck { get; set; }

        public async Task SendAsync(string to, Letter letter, CancellationToken cancellation)
        {
            if (IsStuck)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            if (to == "nobody@example.org")
            {
                throw new MailRefusedException("SMTP 550", new IOException("no such mailbox " + to));
            }

            if (IsDown)
            {
                throw new IOException("connection refused for " + to);
            }

            Assert.Equal("https://link.example/secret-link", letter.Button!.Url);
            Sent.Enqueue(to);
        }
    }
}
