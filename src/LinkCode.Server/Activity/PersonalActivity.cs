using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Activity;

/// <summary>What happened to an account, and the mails to its address.</summary>
internal sealed class PersonalActivity(LinkCodeDb db, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(AuditEvent), typeof(OutgoingMail)];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var id = whose.AccountId;
        var events = await db.Set<AuditEvent>().AsNoTracking().Where(happened => happened.AccountId == id || happened.ActorId == id).OrderByDescending(happened => happened.At).Take(AuditTrail.MostTold).ToListAsync(cancellation);
        var mails = await Mails(whose).AsNoTracking().OrderByDescending(mail => mail.QueuedAt).ToListAsync(cancellation);
        return
        [
            texts.Section("activity", events.Select(happened => (IReadOnlyList<PersonalFact>)
            [
                texts.Fact("at", happened.At),
                texts.Fact("what", happened.What, texts.Sentence(happened.What)),
                texts.Fact("network", happened.Network),
                texts.Fact("deviceId", happened.AccountId == id ? happened.DeviceId : null),
                texts.Fact("appId", happened.AppId),
                .. happened.ActorId is null ? Array.Empty<PersonalFact>() : [texts.Fact("byYou", happened.ActorId == id)],
            ])),
            texts.Section("mails", mails.Select(mail => (IReadOnlyList<PersonalFact>)
            [
                texts.Fact("address", mail.To),
                texts.Fact("queuedAt", mail.QueuedAt),
                texts.Fact("sentAt", mail.SentAt),
                texts.Fact("tries", mail.Tries),
                texts.Fact("failure", mail.Failure),
            ])),
        ];
    }

    public async Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var id = whose.AccountId;
        await db.Set<AuditEvent>().Where(happened => happened.AccountId == id).ExecuteDeleteAsync(cancellation);

        // What an operator did to others is their story, too.
        await db.Set<AuditEvent>().Where(happened => happened.ActorId == id).ExecuteUpdateAsync(set => set.SetProperty(happened => happened.ActorId, (Guid?)null), cancellation);

        // Found first, because the table has no index for it and the one writer must not wait for the search.
        var mails = await Mails(whose).Select(mail => mail.Id).ToListAsync(cancellation);
        await db.Set<OutgoingMail>().Where(mail => mails.Contains(mail.Id)).ExecuteDeleteAsync(cancellation);
    }

    private IQueryable<OutgoingMail> Mails(PersonalOwner whose)
    {
        var (address, anyCase, former) = (whose.Address, whose.AnyCase, whose.FormerAddresses);
#pragma warning disable CA1304, CA1311, CA1862 // This is SQL, which knows no cultures.
        return db.Set<OutgoingMail>().Where(mail => mail.To == address || mail.To.ToUpper() == anyCase || former.Contains(mail.To));
#pragma warning restore CA1304, CA1311, CA1862
    }
}
