using System.Globalization;
using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Devices;

/// <summary>Tells the owner that a refresh token was used twice and what became of it (N45, TRUST 90).</summary>
internal sealed class ReplayLetter(Outbox outbox, IStringLocalizer<Text> texts, IOptions<SiteOptions> site) : ISampleLetters
{
    /// <summary>What queues it in the transaction that signs the device out.</summary>
    public Action<WriteBatch> Prepare(AccountCard owner, Device device) => outbox.Prepare(owner.Email, Letter.In(owner.Reader, () => Write(device)));

    /// <summary>Sends what was committed.</summary>
    public void Send() => outbox.Ring();

    /// <inheritdoc />
    public IEnumerable<SampleLetter> Write() => [new("replayed", Write(new Device { Name = "Living room" }))];

    private Letter Write(Device device) => new(texts["mail.replayed.subject"], CultureInfo.CurrentUICulture.Name)
    {
        Opening = [texts["mail.replayed.opening", site.Value.SiteName]],
        Facts = [new LetterFact(texts["mail.replayed.device"], device.Name)],
        Button = new LetterButton(texts["mail.replayed.button"], site.Value.Link("devices")),
        Closing = [texts["mail.replayed.closing"]],
    };
}
