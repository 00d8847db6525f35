using System.Security.Cryptography;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Activity;

/// <summary>Carries the outbox out: at least once, again after growing waits, and given up after three days.</summary>
internal sealed class OutboxSender(Outbox outbox, OutboxStore store, IServiceScopeFactory scopes, IMailSender sender, MailMeter meter, TimeProvider time, ILogger<OutboxSender> log) : BackgroundService
{
    // A mail taken by a server that died is taken again after this long.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    // Where many letters leave, those of a quarter of a second share their commits; people and devices wait for the same disk.
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(250);
    private const int Together = 20;

    // The yes that a letter tells of has just released tokens, and a device waits for those.
    private static readonly TimeSpan BehindTokens = TimeSpan.FromMilliseconds(100);

    // What was sent and not saved is sent again by whoever comes after a kill.
    private static readonly TimeSpan LongestUnsaved = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rung = await outbox.WaitAsync(NowAndThen.AfterStart, stoppingToken);
        await Task.Delay(BehindTokens, TimeProvider.System, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                await SendDueAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.OutboxUnreadable(error);
            }

            // The bell rings when a letter is saved, which may be a moment before its transaction is committed.
            rung = await outbox.WaitAsync(TimeSpan.FromSeconds(rung ? 1 : 30), stoppingToken);
            var rest = BetweenRounds - TimeProvider.System.GetElapsedTime(began);
            await Task.Delay(rest > BehindTokens ? rest : BehindTokens, TimeProvider.System, stoppingToken);
        }
    }

    private async Task SendDueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        var now = time.GetUtcNow();
        var due = await db.Set<OutgoingMail>().AsNoTracking().Where(mail => mail.DueAt <= now).OrderBy(mail => mail.DueAt).Take(100).ToListAsync(cancellation);
        foreach (var together in due.Chunk(Together))
        {
            await SendAsync(together, cancellation);
        }

        if (meter.WantsLength)
        {
            meter.Waiting(await db.Set<OutgoingMail>().CountAsync(mail => mail.DueAt != null, cancellation));
        }
    }

    private async Task SendAsync(OutgoingMail[] together, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + Lease;
        var isOurs = await Task.WhenAll(together.Select(mail => store.TakeAsync(mail, until)));
        var outcomes = new List<Func<Task>>();
        var savedAt = TimeProvider.System.GetTimestamp();
        try
        {
            foreach (var (mail, _) in together.Zip(isOurs).Where(one => one.Second))
            {
                // A slow mail server used the lease up: whoever takes the rest next sends it.
                if (time.GetUtcNow() > until - (Lease / 2))
                {
                    break;
                }

                outcomes.Add(await SendAsync(mail, cancellation));
                if (TimeProvider.System.GetElapsedTime(savedAt) > LongestUnsaved)
                {
                    await SaveAsync(outcomes);
                    savedAt = TimeProvider.System.GetTimestamp();
                }
            }
        }
        finally
        {
            await SaveAsync(outcomes);
        }
    }

    private static async Task SaveAsync(List<Func<Task>> outcomes)
    {
        var writes = outcomes.ConvertAll(outcome => outcome());
        outcomes.Clear();
        await Task.WhenAll(writes);
    }

    // Whatever a mail server or its library throws belongs to this one mail; the others still go. Returns how to save what came of it.
    private async Task<Func<Task>> SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        try
        {
            using (Measures.Spans.StartActivity("send mail"))
            {
                await sender.SendAsync(mail.To, outbox.Open(mail.Content), cancellation);
            }
        }
        catch (Exception error) when (error is MailRefusedException or CryptographicException || time.GetUtcNow() - mail.QueuedAt > Patience)
        {
            meter.GivenUp();
            log.MailGivenUp(mail.Id, Kind(error));
            return () => store.CloseAsync(mail, null, Kind(error));
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            var again = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(3600, 30 * Math.Pow(2, Math.Min(mail.Tries, 10))));
            meter.PutOff();
            log.MailWaits(mail.Id, Kind(error), again);
            return () => store.PutOffAsync(mail.Id, again, Kind(error));
        }

        // What the database says to this is no trouble of the mail's.
        meter.Sent();
        var sentAt = time.GetUtcNow();
        return () => store.CloseAsync(mail, sentAt, "");
    }

    private static string Kind(Exception error) => error is MailRefusedException ? error.Message : error.GetType().Name;
}
