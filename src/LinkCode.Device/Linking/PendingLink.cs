using System.Globalization;

namespace LinkCode.Device;

/// <summary>
/// A code that waits for its owner. Made by <see cref="LinkClient.StartAsync"/>; pass it to one call at a time.
/// It holds secrets, so <see cref="ToString"/> tells only the code that is on the screen anyway.
/// </summary>
public sealed class PendingLink
{
    internal static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private readonly Clock clock;
    private int busy;

    internal PendingLink(Clock clock, string deviceCode, string? verifier, LinkPrompt prompt, TimeSpan interval)
    {
        this.clock = clock;
        DeviceCode = deviceCode;
        Verifier = verifier;
        Prompt = prompt;
        Interval = interval < ShortestInterval ? ShortestInterval : interval;
    }

    /// <summary>What to show and say.</summary>
    public LinkPrompt Prompt { get; }

    /// <summary>How long to wait between polls, at least; it grows when the server asks for it (RFC 8628 section 3.5).</summary>
    public TimeSpan Interval { get; internal set; }

    /// <summary>How long the code still works; zero when it has run out. The server may lengthen it while somebody is busy with it.</summary>
    public TimeSpan Remaining => Positive(ExpiresAt - clock.Elapsed);

    /// <summary>When the next poll is due; zero if it is due now. <see cref="LinkClient.PollOnceAsync"/> asks nothing before.</summary>
    public TimeSpan NextPollIn => Positive(Due - clock.Elapsed);

    /// <summary>The event that ended this link, or null while it lives.</summary>
    public LinkEvent? End { get; internal set; }

    internal string DeviceCode { get; }

    /// <summary>The origin of the PKCE challenge; forgotten once the server showed that it does not know it.</summary>
    internal string? Verifier { get; set; }

    internal TimeSpan ExpiresAt { get; set; }

    internal TimeSpan Due { get; private set; }

    /// <summary>What the server is asked to wait at most; less after trouble on the way, zero once it showed that it does not know waiting.</summary>
    internal TimeSpan LongWait { get; set; }

    internal int Troubles { get; set; }

    /// <summary>Whether an answer was lost since the last good one: the tokens may have been in it.</summary>
    internal bool AnswerMayBeLost { get; set; }

    internal Situation Situation { get; set; } = new(null, null);

    /// <summary>Writes the waiting link down, so that <see cref="LinkClient.Restore"/> goes on with it after a restart.</summary>
    /// <returns>Text that holds secrets: keep it as you would keep a password.</returns>
    public string Save() => new JsonText()
        .Add("v", 1)
        .Add("device_code", DeviceCode)
        .Add("code_verifier", Verifier)
        .Add("dpop_key", Key?.Save())
        .Add("user_code", Prompt.Code)
        .Add("verification_uri", Prompt.Address)
        .Add("verification_uri_complete", Prompt.CompleteAddress)
        .Add("interval", (long)Math.Ceiling(Interval.TotalSeconds))
        .Add("expires_in", (long)Prompt.Lifetime.TotalSeconds)
        .Add("remaining", (long)Remaining.TotalSeconds)
        .Add("saved_at", clock.UtcNow.ToUnixTimeSeconds())
        .Add("issuer", Issuer)
        .Add("client_id", ClientId)
        .Add("scope", Scope)
        .ToString();

    /// <summary>The code that is on the screen.</summary>
    /// <returns>The code and nothing secret.</returns>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "PendingLink {0}, {1:0} s left", Prompt.Code, Remaining.TotalSeconds);

    /// <summary>The key that the code is bound to; null if to none.</summary>
    internal ProofKey? Key { get; init; }

    internal string? Issuer { get; init; }

    internal string? ClientId { get; init; }

    internal string? Scope { get; init; }

    internal static PendingLink? Restore(string saved, Clock clock, LinkClientOptions options)
    {
        var fields = Fields.Read(saved);
        if (fields?["device_code"] is not { } deviceCode || fields["user_code"] is not { } code || Starter.Page(fields["verification_uri"]) is not { } address
            || fields["issuer"] != options.Issuer || fields["client_id"] != options.ClientId || fields["scope"] != options.Scope)
        {
            return null;
        }

        var lifetime = fields.Seconds("expires_in") ?? TimeSpan.Zero;
        var left = fields.Seconds("remaining") ?? TimeSpan.Zero;
        var away = clock.UtcNow - fields.Moment("saved_at");
        // A clock that ran backwards says nothing; the server knows better, and is asked once in any case.
        var remaining = left - Positive(away);
        var prompt = new LinkPrompt(code, address, Starter.Page(fields["verification_uri_complete"]), lifetime);
        return new PendingLink(clock, deviceCode, fields["code_verifier"], prompt, fields.Seconds("interval") ?? UsualInterval)
        {
            ExpiresAt = clock.Elapsed + Positive(remaining),
            Due = clock.Elapsed,
            Key = ProofKey.Restore(fields["dpop_key"]),
            LongWait = options.LongWait,
            Issuer = options.Issuer,
            ClientId = options.ClientId,
            Scope = options.Scope,
        };
    }

    /// <summary>Plans the next poll, and pulls it forward to the code's end: a late yes must not be missed.</summary>
    internal void Plan(TimeSpan due) => Due = due > ExpiresAt && clock.Elapsed < ExpiresAt ? ExpiresAt : due;

    /// <summary>Lets one poll in at a time: a game loop calls again in the next frame.</summary>
    internal bool TryEnter() => Interlocked.Exchange(ref busy, 1) == 0;

    internal void Leave() => Volatile.Write(ref busy, 0);

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
