using System.Globalization;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>The letters about a change of address, queued in the caller's transaction.</summary>
internal sealed class AddressLetters(LinkCodeDb db, Outbox outbox, IStringLocalizer<Text> texts, IOptions<SiteOptions> site, TimeProvider time) : ISampleLetters
{
    /// <summary>Asks the mailbox the account has, which can say no.</summary>
    public void AskOld(Account account, MailAddress to, OneTimeKey key, string network) =>
        Send(account.Email!, account.Reader, "addressOld", $"/new-address?key={key.InLink}", isWarning: false, [NewAddress(to.Text), .. WhenAndWhere(network)]);

    /// <summary>Asks the mailbox it would have.</summary>
    public void AskNew(Account account, MailAddress to, OneTimeKey key) => Send(to.Text, account.Reader, "addressNew", $"/new-address?key={key.InLink}", isWarning: false);

    /// <summary>Tells the owner of the address that it has its account already. Nothing of what somebody else wants is in it.</summary>
    public void AlreadyHere(Account owner) => Send(owner.Email!, owner.Reader, "addressTaken", "/sign-in", isWarning: false);

    /// <summary>Tells both, the old one with the way back.</summary>
    public void Changed(Account account, AddressChange change, OneTimeKey undo, string network)
    {
        Send(change.OldAddress, account.Reader, "addressChanged", $"/new-address/undo?key={undo.InLink}", isWarning: true, [NewAddress(change.NewAddress), .. WhenAndWhere(network)]);
        Send(change.NewAddress, account.Reader, "addressYours", "/profile", isWarning: false);
    }

    /// <summary>Tells both that the old address is the account's again.</summary>
    public void Undone(Account account, string before, string network)
    {
        Send(account.Email!, account.Reader, "addressBack", "/forgot-password", isWarning: false, WhenAndWhere(network));
        Send(before, account.Reader, "addressGone", path: null, isWarning: false);
    }

    /// <inheritdoc />
    public IEnumerable<SampleLetter> Write()
    {
        const string network = "203.0.113.7";
        var key = OneTimeKey.New().InLink;
        return
        [
            Sample("addressOld", $"/new-address?key={key}", isWarning: false, [NewAddress("new@example.org"), .. WhenAndWhere(network)]),
            Sample("addressNew", $"/new-address?key={key}", isWarning: false),
            Sample("addressTaken", "/sign-in", isWarning: false),
            Sample("addressChanged", $"/new-address/undo?key={key}", isWarning: true, [NewAddress("new@example.org"), .. WhenAndWhere(network)]),
            Sample("addressYours", "/profile", isWarning: false),
            Sample("addressBack", "/forgot-password", isWarning: false, WhenAndWhere(network)),
            Sample("addressGone", path: null, isWarning: false),
        ];
    }

    private SampleLetter Sample(string what, string? path, bool isWarning, params IReadOnlyList<Func<LetterFact>> facts) => new(what, Write("mail." + what, path, isWarning, facts));

    // Written only when a letter is, so in its language and time zone.
    private Func<LetterFact> NewAddress(string address) => () => new LetterFact(texts["mail.address.new"], address);

    private Func<LetterFact>[] WhenAndWhere(string network) =>
    [
        () => new LetterFact(texts["mail.notice.time"], TimeWords.InFull(time.GetUtcNow())),
        () => new LetterFact(texts["mail.notice.network"], network),
    ];

    private void Send(string to, Reader reader, string what, string? path, bool isWarning, params IReadOnlyList<Func<LetterFact>> facts) =>
        outbox.Add(db, to, Letter.In(reader, () => Write("mail." + what, path, isWarning, facts)));

    private Letter Write(string text, string? path, bool isWarning, IReadOnlyList<Func<LetterFact>> facts)
    {
        var name = site.Value.SiteName;
        return new Letter(texts[text + ".subject", name], CultureInfo.CurrentUICulture.Name)
        {
            Opening = [texts[text + ".opening", name]],
            Facts = [.. facts.Select(fact => fact())],
            Button = path is null ? null : new LetterButton(texts[text + ".button"], site.Value.Link(path), isWarning),
            Closing = [texts[text + ".closing", AddressChange.UndoTime.Days]],
        };
    }
}
