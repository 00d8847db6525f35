using System.Globalization;
using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>What tells of every new link: a letter with the way to say that it was somebody else (DV-6), and the audit trail.</summary>
internal sealed class LinkLetter(Outbox outbox, AuditTrail trail, AppDirectory apps, IStringLocalizer<Text> texts, IOptions<SiteOptions> site, TimeProvider time) : ISampleLetters
{
    /// <summary>What queues both in the transaction of the yes.</summary>
    public Action<WriteBatch> Prepare(AccountCard owner, LinkRequest link, DateTimeOffset now, string network)
    {
        var send = outbox.Prepare(owner.Email, Letter.In(owner.Reader, () => Write(link, now)));
        return batch =>
        {
            send(batch);
            trail.Record(batch, new AuditEvent { What = Happenings.Approved, AccountId = owner.Id, AppId = link.AppId, DeviceId = link.DeviceId, Network = network });
        };
    }

    /// <summary>Sends what was committed.</summary>
    public void Send() => outbox.Ring();

    /// <inheritdoc />
    public IEnumerable<SampleLetter> Write()
    {
        var facts = new DeviceFacts("Living room", "", "", "", "", "");
        yield return new("linked", Write(new LinkRequest { AppId = apps.All.FirstOrDefault()?.Id ?? Guid.Empty, DeviceId = Guid.CreateVersion7(), Network = "203.0.113.7", Facts = facts }, time.GetUtcNow()));
    }

    private Letter Write(LinkRequest link, DateTimeOffset now)
    {
        var app = apps.Find(link.AppId);
        return new Letter(texts["mail.linked.subject"], CultureInfo.CurrentUICulture.Name)
        {
            Opening = [texts["mail.linked.opening", site.Value.SiteName]],
            Facts =
            [
                .. link.Facts.Name.Length > 0 ? [new LetterFact(texts["mail.linked.device"], link.Facts.Name)] : Array.Empty<LetterFact>(),
                new LetterFact(texts["mail.linked.app"], app?.Name ?? ""),
                new LetterFact(texts["mail.linked.network"], link.Network),
                new LetterFact(texts["mail.linked.time"], TimeWords.InFull(now)),
            ],
            Button = new LetterButton(texts["mail.linked.button"], site.Value.Link($"devices/{link.DeviceId}/not-mine"), IsWarning: true),
            Closing = [texts["mail.linked.closing"]],
        };
    }
}
