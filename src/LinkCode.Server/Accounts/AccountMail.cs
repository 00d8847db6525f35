using System.Globalization;
using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>
/// The letters of this room, queued in the caller's transaction. Those a stranger can cause repeat nothing he typed, and
/// an address gets only so many of each kind: otherwise our forms would send other people's words to anybody.
/// </summary>
internal sealed class AccountMail(LinkCodeDb db, Outbox outbox, Throttle throttle, IStringLocalizer<Text> texts, IOptions<SiteOptions> site, TimeProvider time)
{
    private static readonly ThrottleRule PerAddress = new(Free: 4, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));

    public bool Confirm(MailAddress to, OneTimeKey key, MailedCode code) => May("confirm", to.Text) && Send(to.Text, WriteConfirm(key, code));

    public bool AlreadyHere(Account account) => May("confirm", account.Email!) && Send(account, "mail.alreadyHere", "/sign-in");

    // Counted apart from the others, so that whoever floods a mailbox with these only sends its owner more ways in.
    public bool Reset(Account account, OneTimeKey key) => May("reset", account.Email!) && Send(account, "mail.reset", $"/reset-password?key={key.InLink}");

    // As much work as the other one, so that time does not tell them apart.
    public bool NobodyHere(MailAddress to) => May("reset", to.Text) && Send(to.Text, Letter.In(new Reader(CultureInfo.CurrentUICulture.Name, ""), () => Write("mail.nobodyHere", "/forgot-password", isWarning: false)));

    public void PasswordChanged(Account account) => Send(account, "mail.changed", "/forgot-password", isWarning: true);

    /// <summary>Tells that an operator took the second step off, as the owner asked, or somebody in the owner's name.</summary>
    public void SecondStepRemoved(Account account) => Send(account, "mail.stepRemoved", "/forgot-password", isWarning: true);

    public void PasskeyAdded(Account account) => Send(account, "mail.passkeyAdded", "/security/passkeys", isWarning: true);

    public void PasskeyRemoved(Account account) => Send(account, "mail.passkeyRemoved", "/security/passkeys", isWarning: true);

    /// <summary>Tells of a sign-in in a browser that was never seen with this account.</summary>
    public void NewBrowser(Account account, BrowserWords browser, string network, DateTimeOffset at) => Send(account.Email!, Letter.In(account.Reader, () => WriteNewBrowser(browser, network, at)));

    /// <summary>Tells the owner of a change that only somebody signed in could make.</summary>
    /// <param name="what">The kind of change; its text is <c>mail.</c> and this.</param>
    /// <param name="values">What the text tells beside the site's name.</param>
    public void Notice(Account to, string what, string network, params object[] values) =>
        outbox.Add(db, to.Email!, Letter.In(to.Reader, () => WriteNotice("mail." + what, network, values)));

    public void Invited(MailAddress to, OneTimeKey key) => Send(to.Text, "mail.invited", InvitationPath(key));

    public static string InvitationPath(OneTimeKey key) => $"/invitation?key={key.InLink}";

    private bool May(string kind, string to) => throttle.Claim(PerAddress, $"mail {kind} {to.ToUpperInvariant()}") is null;

    // Anybody may ask for a letter to somebody else, in whatever language.
    private bool Send(Account to, string text, string? path, bool isWarning = false) => Send(to.Email!, Letter.In(to.Reader, () => Write(text, path, isWarning)));

    private bool Send(string to, string text, string? path) => Send(to, Write(text, path, isWarning: false));

    private bool Send(string to, Letter letter)
    {
        outbox.Add(db, to, letter);
        return true;
    }

    public Letter WriteConfirm(OneTimeKey key, MailedCode code) => Write("mail.confirm", $"/confirm-address?key={key.InLink}", isWarning: false) with
    {
        Facts = [new LetterFact(texts["mail.confirm.code"], code.InMail)],
    };

    public Letter WriteNewBrowser(BrowserWords browser, string network, DateTimeOffset at) => Write("mail.newBrowser", "/sessions", isWarning: true) with
    {
        Facts =
        [
            new LetterFact(texts["mail.newBrowser.browser"], browser.Say(texts)),
            new LetterFact(texts["mail.newBrowser.network"], network),
            new LetterFact(texts["mail.newBrowser.time"], TimeWords.InFull(at)),
        ],
    };

    public Letter WriteNotice(string text, string network, object[] values) => new(texts[text + ".subject"], CultureInfo.CurrentUICulture.Name)
    {
        Opening = [texts[text + ".opening", [site.Value.SiteName, .. values]]],
        Facts =
        [
            new LetterFact(texts["mail.notice.time"], TimeWords.InFull(time.GetUtcNow())),
            new LetterFact(texts["mail.notice.network"], network),
        ],
        Button = new LetterButton(texts["mail.notice.button"], site.Value.Link("/forgot-password"), IsWarning: true),
        Closing = [texts["mail.notice.closing"]],
    };

    public Letter Write(string text, string? path, bool isWarning)
    {
        var name = site.Value.SiteName;
        return new Letter(texts[text + ".subject", name], CultureInfo.CurrentUICulture.Name)
        {
            Opening = [texts[text + ".opening", name]],
            Button = path is null ? null : new LetterButton(texts[text + ".button"], site.Value.Link(path), isWarning),
            Closing = [texts[text + ".closing", name]],
        };
    }
}
