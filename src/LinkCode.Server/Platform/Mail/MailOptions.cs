using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Platform.Mail;

/// <summary>How mail leaves this server. Section <c>LinkCode:Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Mail";

    /// <summary>Where mail goes: <c>Smtp</c>, <c>Folder</c> (files in the data folder's <c>mail</c>) or <c>Page</c> (Development only). Default <c>Folder</c>; in Development <c>Page</c>.</summary>
    public MailRoute Route { get; set; } = MailRoute.Folder;

    /// <summary>The sender's address. Required for <c>Smtp</c>; otherwise <c>no-reply@</c> and the host of the public address.</summary>
    public string From { get; set; } = "";

    /// <summary>The SMTP server's name. Required for <c>Smtp</c>.</summary>
    public string SmtpHost { get; set; } = "";

    /// <summary>The SMTP server's port. Default 587, 1 to 65535.</summary>
    [Range(1, 65535)]
    public int SmtpPort { get; set; } = 587;

    /// <summary>How the connection is encrypted: <c>StartTls</c>, <c>Tls</c> (from the first byte, port 465) or <c>None</c>. Default <c>StartTls</c>.</summary>
    public MailEncryption SmtpEncryption { get; set; } = MailEncryption.StartTls;

    /// <summary>The name to sign in to the SMTP server with. Default none.</summary>
    public string SmtpUser { get; set; } = "";

    /// <summary>The password to sign in to the SMTP server with. Default none.</summary>
    public string SmtpPassword { get; set; } = "";

    /// <summary>A file that holds <see cref="SmtpPassword"/>, so that it need not stand in the environment.</summary>
    public string SmtpPasswordFile { get; set; } = "";
}

/// <summary>Where mail goes.</summary>
public enum MailRoute
{
    /// <summary>Files in the data folder.</summary>
    Folder,

    /// <summary>An SMTP server.</summary>
    Smtp,

    /// <summary>The page <c>/dev/mail</c>, in Development.</summary>
    Page,
}

/// <summary>How the connection to the SMTP server is encrypted.</summary>
public enum MailEncryption
{
    /// <summary>Begins in plain text and must switch to TLS.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>Not at all; for a server on the same machine.</summary>
    None,
}
