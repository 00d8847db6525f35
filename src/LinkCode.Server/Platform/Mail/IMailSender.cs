namespace LinkCode.Server.Platform.Mail;

/// <summary>One way mail leaves this server: SMTP, a folder, or the Development page.</summary>
internal interface IMailSender
{
    /// <exception cref="MailRefusedException">Trying again would not help.</exception>
    Task SendAsync(string to, Letter letter, CancellationToken cancellation);
}

/// <summary>The other side said no for good, or the address cannot be written to.</summary>
internal sealed class MailRefusedException(string reason, Exception inner) : Exception(reason, inner);
