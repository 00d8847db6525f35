namespace LinkCode.Device;

/// <summary>One HTTP answer, as an <see cref="ILinkTransport"/> returns it.</summary>
public sealed class LinkAnswer
{
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Describes an answer.</summary>
    /// <param name="status">The HTTP status, 100 to 599.</param>
    /// <param name="body">The body as text; empty if there is none.</param>
    /// <param name="headers">The headers; <c>Retry-After</c>, <c>Preference-Applied</c> and <c>DPoP-Nonce</c> are used, others may be left out.</param>
    public LinkAnswer(int status, string body, IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        Status = status;
        Body = body ?? "";
        foreach (var header in headers ?? [])
        {
            this.headers[header.Key] = header.Value;
        }
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body as text.</summary>
    public string Body { get; }

    /// <summary>The value of a header, or null. The name's case does not matter.</summary>
    /// <param name="name">The header's name.</param>
    /// <returns>The value, or null if the answer does not have the header.</returns>
    public string? Header(string name) => headers.TryGetValue(name ?? "", out var value) ? value : null;
}
