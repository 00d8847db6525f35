using System.Security.Cryptography;
using LinkCode.Server.Data;
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rung = true;
        while (!stoppingToken.IsCancellationRequested)
        {
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
        }
    }

    private async Task SendDueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        var now = time.GetUtcNow();
        var due = await db.Set<OutgoingMail>().AsNoTracking().Where(mail => mail.DueAt <= now).OrderBy(mail => mail.DueAt).Take(100).ToListAsync(cancellation);
        foreach (var mail in due)
        {
            if (await store.TakeAsync(mail, time.GetUtcNow() + Lease))
            {
                await SendAsync(mail, cancellation);
            }
        }

        if (meter.WantsLength)
        {
            meter.Waiting(await db.Set<OutgoingMail>().CountAsync(mail => mail.DueAt != null, cancellation));
        }
    }

    // Whatever a mail server or its library throws belongs to this one mail; the others still go.
    private async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
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
            await store.CloseAsync(mail.Id, null, Kind(error));
            return;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            var again = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(3600, 30 * Math.Pow(2, Math.Min(mail.Tries, 10))));
            meter.PutOff();
            log.MailWaits(mail.Id, Kind(error), again);
            await store.PutOffAsync(mail.Id, again, Kind(error));
            return;
        }

        // What the database says to this is no trouble of the mail's.
        meter.Sent();
        await store.CloseAsync(mail.Id, time.GetUtcNow(), "");
    }

    private static string Kind(Exception error) => error is MailRefusedException ? error.Message : error.GetType().Name;
}
