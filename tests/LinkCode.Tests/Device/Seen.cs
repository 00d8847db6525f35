namespace LinkCode.Tests.Device;

/// <summary>A request that a foreign server saw, and when on its clock.</summary>
internal sealed record Seen(
    string Path, IReadOnlyDictionary<string, string> Form, IReadOnlyDictionary<string, string> Headers, TimeSpan When, CancellationToken Aborted)
{
    public string? this[string field] => Form.GetValueOrDefault(field);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
