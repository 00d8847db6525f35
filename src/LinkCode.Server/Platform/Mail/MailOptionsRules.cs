using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Mail;

/// <summary>What each route needs, said before the first mail is lost.</summary>
internal sealed class MailOptionsRules(IHostEnvironment environment) : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options) => options.Route switch
    {
        MailRoute.Page when !environment.IsDevelopment() =>
            ValidateOptionsResult.Fail("LinkCode:Mail:Route may be Page in Development only, because the page shows every mail to everybody."),
        MailRoute.Smtp when options.SmtpHost.Length == 0 || options.From.Length == 0 =>
            ValidateOptionsResult.Fail("LinkCode:Mail:Route is Smtp, so LinkCode:Mail:SmtpHost and LinkCode:Mail:From are needed."),
        MailRoute.Smtp when options.SmtpPasswordFile.Length > 0 && !File.Exists(options.SmtpPasswordFile) =>
            ValidateOptionsResult.Fail("LinkCode:Mail:SmtpPasswordFile names a file that is not there."),
        _ when options.From.Length > 0 && !MimeKit.MailboxAddress.TryParse(options.From, out _) =>
            ValidateOptionsResult.Fail("LinkCode:Mail:From is not a mail address."),
        _ => ValidateOptionsResult.Success,
    };
}
