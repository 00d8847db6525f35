namespace LinkCode.Device;

/// <summary>How a device links. Only the issuer and the client id have to be given.</summary>
public sealed class LinkClientOptions
{
    // Some proxies cut a silent connection after 30 seconds, so the wait ends before that.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LongestRequest = TimeSpan.FromHours(1);
    private TimeSpan longWait = LongestWait;
    private TimeSpan requestTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Links at a server that is found by discovery.</summary>
    /// <param name="issuer">The server's address, such as <c>https://id.example.org</c>.</param>
    /// <param name="clientId">The id that the server knows your app by.</param>
    public LinkClientOptions(string issuer, string clientId)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        Issuer = issuer.TrimEnd('/');
        ClientId = clientId;
    }

    /// <summary>Links at a server whose endpoints you give, without discovery.</summary>
    /// <param name="server">The endpoints.</param>
    /// <param name="clientId">The id that the server knows your app by.</param>
    public LinkClientOptions(LinkServer server, string clientId)
        : this(server?.Issuer ?? throw new ArgumentNullException(nameof(server)), clientId) => Server = server;

    /// <summary>The server's address.</summary>
    public string Issuer { get; }

    /// <summary>The id that the server knows your app by.</summary>
    public string ClientId { get; }

    /// <summary>The endpoints, if they were given; null means discovery.</summary>
    public LinkServer? Server { get; }

    /// <summary>A secret, for servers that give one even to apps on devices, such as Google. Default: none.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the app may do, with spaces between (RFC 6749 section 3.3). Null: what the server gives this app by default.</summary>
    public string? Scope { get; set; }

    /// <summary>What the device says about itself.</summary>
    public DeviceFacts Device { get; } = new();

    /// <summary>Binds the code to this process with PKCE S256 (RFC 7636). Servers that do not know it here ignore it, or are asked again without. Default: true.</summary>
    public bool UsePkce { get; set; } = true;

    /// <summary>
    /// Binds code and tokens to a key that is made here and kept with them (DPoP, RFC 9449), so that whoever copies a token cannot use it. Servers that do
    /// not take proofs give ordinary tokens. Your own APIs have to take such tokens: see <see cref="LinkCodeHandler"/>. The platform has to know the curve
    /// P-256, which not every runtime of Unity does. Default: false.
    /// </summary>
    public bool UseDPoP { get; set; }

    /// <summary>
    /// How long the server may hold an answer back until something happens (<c>Prefer: wait</c>, RFC 7240), so that the device has its tokens at
    /// once. 0 to 25 seconds; zero means plain polling. Servers that do not know it are polled at their interval. Default: 25 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or longer than 25 seconds.</exception>
    public TimeSpan LongWait
    {
        get => longWait;
        set => longWait = value >= TimeSpan.Zero && value <= LongestWait ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>How often a code that ran out is replaced by a new one before giving up. 0 to any number. Default: 3.</summary>
    public int Renewals { get; set; } = 3;

    /// <summary>How long to keep trying for a first code while the server cannot be reached. Default: 2 minutes.</summary>
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one answer may take, a long wait not counted. More than zero, at most an hour. Default: 20 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not within these limits.</exception>
    public TimeSpan RequestTimeout
    {
        get => requestTimeout;
        set => requestTimeout = value > TimeSpan.Zero && value <= LongestRequest ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>How long before its end an access token is replaced; at most a quarter of its life. Default: 60 seconds.</summary>
    public TimeSpan RefreshBefore { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Where tokens are kept. Default: in memory, so that a restart asks to link again.</summary>
    public ITokenStore Store { get; set; } = new MemoryTokenStore();

    /// <summary>
    /// Keeps a waiting code in the store, so that LinkAsync and WatchAsync go on with it after a restart of the app. Only for apps of which one
    /// copy runs at a time. Default: false.
    /// </summary>
    public bool RememberPendingLink { get; set; }

    /// <summary>How requests travel. Default: an <see cref="HttpLinkTransport"/>.</summary>
    public ILinkTransport? Transport { get; set; }

    /// <summary>Your app's name and version for the User-Agent header, such as <c>LivingRoomPlayer/2.1</c>.</summary>
    public string? UserAgent { get; set; }

    /// <summary>Headers to send with every request, for a gateway that wants them.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Allows http addresses that are not on this machine. For development on a local network only. Default: false.</summary>
    public bool AllowPlainHttp { get; set; }

#if NET
    /// <summary>The clock. Tests give one that they hold.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
#endif
}
