using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Platform;

/// <summary>What this installation is called, where people reach it and where it keeps its files. Section <c>LinkCode</c>.</summary>
public sealed class SiteOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode";

    /// <summary>The address people and devices use, for example <c>https://link.example.org</c>; the issuer and the only source of links. Required outside Development, where it must be https.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>The name people see. Default <c>LinkCode</c>, 1 to 40 characters.</summary>
    [Required, StringLength(40, MinimumLength = 1)]
    public string SiteName { get; set; } = "LinkCode";

    /// <summary>The folder for the database, keys and outgoing mail. Default <c>data</c>, below the working folder.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>The secret that encrypts the keys on disk, at least 32 characters. Required outside Development, here or in <see cref="KeySecretFile"/>.</summary>
    public string KeySecret { get; set; } = "";

    /// <summary>A file that holds <see cref="KeySecret"/>, so that the secret need not stand in the environment.</summary>
    public string KeySecretFile { get; set; } = "";

    /// <summary>Proxies in front of this server, as addresses or networks (<c>127.0.0.1</c>, <c>10.0.0.0/8</c>). Forwarded headers from anybody else are ignored. Default none.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Multiplies every limit per network, for offices behind one address and for load tests. Default 1, 1 to 10000.</summary>
    [Range(1, 10000)]
    public int LimitScale { get; set; } = 1;

    /// <summary>The address as a Uri, always ending in a slash.</summary>
    internal Uri Address => new(PublicUrl.TrimEnd('/') + "/");

    /// <summary>The address as people type it: without scheme and without a trailing slash.</summary>
    internal string ShortAddress => Address.Authority + Address.AbsolutePath.TrimEnd('/');

    /// <summary>Whether people reach this server over https, which decides cookie names and HSTS.</summary>
    internal bool IsHttps => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>An absolute link to a path of this site.</summary>
    internal string Link(string path) => new Uri(Address, path.TrimStart('/')).AbsoluteUri;
}
