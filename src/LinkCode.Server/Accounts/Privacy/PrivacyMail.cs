using System.Globalization;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>The letters about taking everything along and about leaving, queued in the caller's transaction.</summary>
internal sealed class PrivacyMail(LinkCodeDb db, Outbox outbox, IStringLocalizer<Text> texts, IOptions<SiteOptions> site, TimeProvider time) : ISampleLetters
{
    /// <summary>The file is ready.</summary>
    public void Exported(Account account, DateTimeOffset until) => Send(account, "mail.exported", "mail.exported.until", until, "/privacy/export");

    /// <summary>The account is deleted on a day, unless its owner keeps it.</summary>
    public void Leaving(Account account) => Send(account, "mail.leaving", "mail.leaving.at", account.DeleteAt!.Value, LeavingModel.Path, isWarning: true);

    /// <summary>A day is left.</summary>
    public void LeavingSoon(Account account) => Send(account, "mail.leavingSoon", "mail.leaving.at", account.DeleteAt!.Value, LeavingModel.Path, isWarning: true);

    /// <summary>The account stays.</summary>
    public void Kept(Account account, DateTimeOffset at) => Send(account, "mail.kept", "mail.notice.time", at, "/security");

    /// <summary>The account is gone. Nothing is left of this letter once it is sent.</summary>
    public void Gone(PersonalOwner whose, Reader reader) => outbox.Add(db, whose.Address, Letter.In(reader, WriteGone), isLast: true);

    /// <inheritdoc />
    public IEnumerable<SampleLetter> Write() =>
    [
        new("exported", Write("mail.exported", "mail.exported.until", time.GetUtcNow(), "/privacy/export")),
        new("leaving", Write("mail.leaving", "mail.leaving.at", time.GetUtcNow(), LeavingModel.Path, isWarning: true)),
        new("leavingSoon", Write("mail.leavingSoon", "mail.leaving.at", time.GetUtcNow(), LeavingModel.Path, isWarning: true)),
        new("kept", Write("mail.kept", "mail.notice.time", time.GetUtcNow(), "/security")),
        new("gone", WriteGone()),
    ];

    private void Send(Account account, string text, string fact, DateTimeOffset at, string path, bool isWarning = false) =>
        outbox.Add(db, account.Email!, Letter.In(account.Reader, () => Write(text, fact, at, path, isWarning)));

    private Letter Write(string text, string fact, DateTimeOffset at, string path, bool isWarning = false) => new(texts[text + ".subject"], CultureInfo.CurrentUICulture.Name)
    {
        Opening = [texts[text + ".opening", site.Value.SiteName]],
        Facts = [new LetterFact(texts[fact], TimeWords.InFull(at))],
        Button = new LetterButton(texts[text + ".button"], site.Value.Link(path), isWarning),
        Closing = [texts[text + ".closing"]],
    };

    private Letter WriteGone() => new(texts["mail.gone.subject"], CultureInfo.CurrentUICulture.Name)
    {
        Opening = [texts["mail.gone.opening", site.Value.SiteName]],
        Closing = [texts["mail.gone.closing"]],
    };
}
