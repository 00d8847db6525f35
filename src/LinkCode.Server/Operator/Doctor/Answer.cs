using System.Globalization;
using System.Text.Json;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>One HTTP answer, read to its end. Status 0: the connection was closed without one.</summary>
internal sealed class Answer(int status, ILookup<string, string> headers, string body)
{
    private readonly JsonElement? json = Parse(body);

    public int Status => status;

    public string Body => body;

    public bool Ok => status == 200;

    public bool IsJson => MediaType == "application/json" && json is { ValueKind: JsonValueKind.Object };

    public bool IsRedirect => status is 301 or 302 or 303 or 307 or 308;

    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim().ToLowerInvariant();

    public string? Error => Text("error");

    public bool NotStored => Header("Cache-Control")?.Contains("no-store", StringComparison.OrdinalIgnoreCase) == true;

    public string? Header(string name) => headers[name].FirstOrDefault();

    public IEnumerable<string> AllHeaders(string name) => headers[name];

    public string? Text(string member) => Member(member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public int? Number(string member) =>
        Member(member) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : null;

    public bool? Flag(string member) => Member(member) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };

    public IReadOnlyList<string> Words(string member) => Member(member) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!)]
        : [];

    public bool Has(string member) => Member(member) is not null;

    public bool Refuses(params ReadOnlySpan<string> errors) => status is 400 or 401 && Error is { } error && errors.Contains(error);

    /// <summary>What the table shows: never a body, which may hold a token.</summary>
    public override string ToString()
    {
        var number = status == 0 ? "closed without an answer" : status.ToString(CultureInfo.InvariantCulture);
        return Error is { } error ? $"{number} {error}" : number;
    }

    private JsonElement? Member(string name) =>
        json is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
