using System.Text.Json;
using System.Threading.Channels;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Activity;

/// <summary>Takes letters in the transaction of what they tell about; a background sender carries them out, at least once.</summary>
internal sealed class Outbox(TimeProvider time, IDataProtectionProvider protection)
{
    private const string Insert =
        "INSERT INTO \"" + OutgoingMailTable.Name + "\" (\"To\", \"Content\", \"QueuedAt\", \"DueAt\", \"Tries\", \"Failure\", \"IsLast\") VALUES ($1, $2, $3, $4, 0, '', FALSE)";

    private readonly IDataProtector seal = protection.CreateProtector("outbox");
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Sent once the caller has saved its own changes.</summary>
    /// <param name="db">The caller's.</param>
    /// <param name="to">The address.</param>
    /// <param name="letter">The letter.</param>
    /// <param name="isLast">Whether it leaves no trace of the address.</param>
    public void Add(LinkCodeDb db, string to, Letter letter, bool isLast = false)
    {
        var now = time.GetUtcNow();
        db.Add(new OutgoingMail { To = to, Content = Seal(letter), QueuedAt = now, DueAt = now, IsLast = isLast });
        void Saved(object? sender, SavedChangesEventArgs args)
        {
            // Contexts are pooled: the next user of this one has its own mail to announce.
            db.SavedChanges -= Saved;
            Ring();
        }

        db.SavedChanges += Saved;
    }

    /// <summary>
    /// What stores it with a batch of the write queue; <see cref="Ring"/> afterwards sends it soon instead of within half a minute. It is
    /// sealed here and now, because in the batch everybody else would wait for that.
    /// </summary>
    public Action<WriteBatch> Prepare(string to, Letter letter)
    {
        var (content, now) = (Seal(letter), time.GetUtcNow().UtcTicks);
        return batch => batch.Add(Insert, to, content, now, now);
    }

    /// <summary>Tells the sender that something new was committed.</summary>
    public void Ring() => bell.Writer.TryWrite(true);

    internal Letter Open(byte[] content) =>
        JsonSerializer.Deserialize<Letter>(seal.Unprotect(content)) ?? throw new JsonException("A stored letter is empty.");

    /// <summary>Waits for the bell or a time; true for the bell.</summary>
    internal async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(bell.Reader.WaitToReadAsync(stop.Token).AsTask(), Task.Delay(longest, time, stop.Token));
        await stop.CancelAsync();
        return bell.Reader.TryRead(out _);
    }

    private byte[] Seal(Letter letter) => seal.Protect(JsonSerializer.SerializeToUtf8Bytes(letter));
}
