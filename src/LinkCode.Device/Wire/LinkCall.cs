namespace LinkCode.Device;

/// <summary>One HTTP request, as an <see cref="ILinkTransport"/> sends it.</summary>
/// <param name="Address">The complete address.</param>
/// <param name="Form">The body, already encoded as application/x-www-form-urlencoded, for a POST; null for a GET.</param>
/// <param name="Headers">Request headers beside Content-Type.</param>
/// <param name="Timeout">How long the answer may take, the server's long wait (<see cref="LinkClientOptions.LongWait"/>, at most 25 seconds) included.</param>
public sealed record LinkCall(Uri Address, string? Form, IReadOnlyDictionary<string, string> Headers, TimeSpan Timeout)
{
    /// <summary>The address only: the body and the headers carry secrets.</summary>
    /// <returns>Method and address.</returns>
    public override string ToString() => (Form is null ? "GET " : "POST ") + Address;
}
