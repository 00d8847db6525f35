using System.Globalization;

namespace LinkCode.Device;

/// <summary>What came of one request: the members of an answer, or trouble that is worth another try.</summary>
internal sealed class Reply
{
    private readonly Fields? fields;

    private Reply(int status, Fields? fields, string? trouble) => (Status, this.fields, Trouble) = (status, fields, trouble);

    public int Status { get; }

    /// <summary>Why there is no usable answer; null if there is one.</summary>
    public string? Trouble { get; }

    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Whether the server said that it kept the wait that was asked for (RFC 7240 section 3).</summary>
    public bool WaitKept { get; private set; }

    /// <summary>What the next proof should carry (RFC 9449 section 8); null if nothing.</summary>
    public string? Nonce { get; private set; }

    public string? Error => this["error"];

    public bool Succeeded => Trouble is null && Error is null && Status is >= 200 and < 300;

    public string? this[string name] => fields?[name];

    public TimeSpan? Seconds(string name) => fields?.Seconds(name);

    public static Reply Unreachable(Exception cause) => new(0, null, $"{cause.GetType().Name}: {cause.Message}");

    public static Reply From(LinkAnswer answer, DateTimeOffset now)
    {
        var fields = Fields.Read(answer.Body);
        var spoken = fields?["error"] is not null;
        // A wrong page (a hotel's sign-in, a proxy's error) is no answer of the server's, so it must not end the link.
        var trouble = answer.Status switch
        {
            >= 500 or 408 => $"The server is in trouble (HTTP {answer.Status}).",
            429 when !spoken => "The server is busy (HTTP 429).",
            >= 200 and < 300 when fields is not null => null,
            >= 400 when spoken => null,
            _ => $"Something else answered in the server's place (HTTP {answer.Status}).",
        };
        return new Reply(answer.Status, fields, trouble)
        {
            RetryAfter = After(answer, now),
            Nonce = answer.Header(Prover.NonceHeader),
            WaitKept = Form.Has(answer.Header("Preference-Applied"), "wait"),
        };
    }

    private static TimeSpan? After(LinkAnswer answer, DateTimeOffset now)
    {
        var value = answer.Header("Retry-After");
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        if (!Date(value, out var until))
        {
            return null;
        }

        // The server's own date, if it sent one: a television's clock is often wrong.
        var wait = until - (Date(answer.Header("Date"), out var served) ? served : now);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static bool Date(string? text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
}
