using System.Buffers.Text;
using System.Security.Cryptography;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>Puts a person's picture in the place of the one before, or takes it away. The address of the one before is nothing any more.</summary>
internal sealed class SavePicture(LinkCodeDb db, Sessions sessions, AuditTrail trail, TimeProvider time)
{
    public async Task RunAsync(Guid accountId, PictureFile? file, string network, CancellationToken cancellation)
    {
        var (now, id) = (time.GetUtcNow(), file is null ? null : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);

        // Whoever changes the account's row goes first, so that two at once leave one picture.
        await db.Users.Where(row => row.Id == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Picture, id).SetProperty(row => row.ProfileChangedAt, now), cancellation);
        await db.Set<Picture>().Where(picture => picture.AccountId == accountId).ExecuteDeleteAsync(cancellation);
        if (id is not null)
        {
            db.Add(new Picture { Id = id, AccountId = accountId, Type = file!.Type, Content = file.Content });
        }

        trail.Record(db, new AuditEvent { What = Happenings.ProfileChanged, AccountId = accountId, Network = network });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        await sessions.TellAsync(await db.Users.AsNoTracking().SingleAsync(row => row.Id == accountId, cancellation));
    }
}
