using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Activity;

/// <summary>Whether mail leaves late at the moment, so that a page that sends people to their mailbox can say so. It says nothing about any one address.</summary>
internal sealed class LateMail(LinkCodeDb db)
{
    /// <summary>True while a letter waits that a try has failed with. A letter on its first way is not late.</summary>
    public Task<bool> IsNowAsync(CancellationToken cancellation) =>
        db.Set<OutgoingMail>().AnyAsync(mail => mail.DueAt != null && (mail.Failure != "" || mail.Tries > 1), cancellation);
}
