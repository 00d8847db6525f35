using System.Globalization;
using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Devices.LookingThrough;

/// <summary>Asks a person to look through what is linked.</summary>
internal sealed class ReviewLetter(LinkCodeDb db, Outbox outbox, IStringLocalizer<Text> texts, IOptions<SiteOptions> site) : ISampleLetters
{
    /// <summary>Queues it in the caller's transaction.</summary>
    public void Add(Account to, int devices) => outbox.Add(db, to.Email!, Letter.In(to.Reader, () => Write(devices)));

    /// <inheritdoc />
    public IEnumerable<SampleLetter> Write() => [new("review", Write(3))];

    private Letter Write(int devices) => new(texts["mail.review.subject"], CultureInfo.CurrentUICulture.Name)
    {
        Opening = [texts["mail.review.opening", site.Value.SiteName]],
        Facts = [new LetterFact(texts["mail.review.devices"], devices.ToString(CultureInfo.CurrentCulture))],
        Button = new LetterButton(texts["mail.review.button"], site.Value.Link("/privacy/review")),
        Closing = [texts["mail.review.closing"]],
    };
}
