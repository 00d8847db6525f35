using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Platform.Mail;

namespace LinkCode.Server.Accounts;

/// <summary>The letters of this room with invented facts.</summary>
internal sealed class SampleMail(AccountMail mail, TimeProvider time) : ISampleLetters
{
    private const string Network = "203.0.113.7";

    public IEnumerable<SampleLetter> Write() =>
    [
        new("confirm", mail.WriteConfirm(OneTimeKey.New(), MailedCode.Read("123456")!.Value)),
        Plain("alreadyHere", "/sign-in"),
        Plain("reset", $"/reset-password?key={OneTimeKey.New().InLink}"),
        Plain("nobodyHere", null),
        Plain("changed", "/forgot-password", isWarning: true),
        Plain("stepRemoved", "/forgot-password", isWarning: true),
        Plain("passkeyAdded", "/security/passkeys", isWarning: true),
        Plain("passkeyRemoved", "/security/passkeys", isWarning: true),
        Plain("invited", AccountMail.InvitationPath(OneTimeKey.New())),
        new("newBrowser", mail.WriteNewBrowser(new BrowserWords("Firefox", "Windows"), Network, time.GetUtcNow())),
        Notice("passwordChanged"),
        Notice("passwordRemoved"),
        Notice("appAdded"),
        Notice("appRemoved"),
        Notice("codesMade"),
        Notice("codeUsed", 7),
    ];

    private SampleLetter Plain(string name, string? path, bool isWarning = false) => new(name, mail.Write("mail." + name, path, isWarning));

    private SampleLetter Notice(string name, params object[] values) => new(name, mail.WriteNotice("mail." + name, Network, values));
}
