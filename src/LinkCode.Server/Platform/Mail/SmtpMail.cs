using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace LinkCode.Server.Platform.Mail;

/// <summary>Hands mail to an SMTP server, one connection for each.</summary>
internal sealed class SmtpMail(LetterPress press, IOptions<MailOptions> options) : IMailSender
{
    public async Task SendAsync(string to, Letter letter, CancellationToken cancellation)
    {
        var settings = options.Value;
        try
        {
            using var message = press.Print(to, letter);
            using var client = new SmtpClient { Timeout = 30_000 };
            await client.ConnectAsync(settings.SmtpHost, settings.SmtpPort, Security(settings.SmtpEncryption), cancellation);
            if (settings.SmtpUser.Length > 0)
            {
                await client.AuthenticateAsync(settings.SmtpUser, await PasswordAsync(settings, cancellation), cancellation);
            }

            await client.SendAsync(message, cancellation);
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (SmtpCommandException error) when (error.ErrorCode == SmtpErrorCode.RecipientNotAccepted && (int)error.StatusCode >= 500)
        {
            throw new MailRefusedException($"SMTP {(int)error.StatusCode}", error);
        }
        catch (ParseException error)
        {
            throw new MailRefusedException("not an address", error);
        }
    }

    private static SecureSocketOptions Security(MailEncryption encryption) => encryption switch
    {
        MailEncryption.StartTls => SecureSocketOptions.StartTls,
        MailEncryption.Tls => SecureSocketOptions.SslOnConnect,
        MailEncryption.None => SecureSocketOptions.None,
        _ => throw new InvalidOperationException($"There is no mail encryption {encryption}."),
    };

    private static async Task<string> PasswordAsync(MailOptions settings, CancellationToken cancellation) =>
        settings.SmtpPasswordFile.Length > 0 ? (await File.ReadAllTextAsync(settings.SmtpPasswordFile, cancellation)).Trim() : settings.SmtpPassword;
}
