using System.Text;
using System.Text.RegularExpressions;
using LinkCode.Bench.Load;

namespace LinkCode.Bench.Journeys;

/// <summary>A page as a browser without scripts gets it.</summary>
internal sealed record Page(int Status, string Location, string Html);

/// <summary>A browser on one connection: keeps cookies, shows redirects.</summary>
/// <param name="address">The server.</param>
/// <param name="wire">The connection.</param>
/// <param name="isAwake">Whether it looks for answers all the time instead of being woken by them; waking it is work of who answers.</param>
internal sealed partial class Browser(Uri address, Wire wire, bool isAwake) : IDisposable
{
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    public static async Task<Browser> OpenAsync(Uri address, bool isAwake = false) => new(address, await Wire.ConnectAsync(address), isAwake);

    public async Task<Page> GetAsync(string path) => Read((await AskAsync(Requests.Get(address, path, Cookies()))).Span);

    public async Task<Page> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var body = string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));
        return Read((await AskAsync(Requests.Post(address, path, body, headers: $"Accept: text/html\r\nOrigin: {address.GetLeftPart(UriPartial.Authority)}\r\n" + Cookies()))).Span);
    }

    public void Dispose() => wire.Dispose();

    private ValueTask<ReadOnlyMemory<byte>> AskAsync(byte[] request) => isAwake ? wire.AskAwakeAsync(request) : wire.AskAsync(request);

    private string Cookies() => cookies.Count == 0 ? "" : $"Cookie: {string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"))}\r\n";

    private Page Read(ReadOnlySpan<byte> answer)
    {
        var head = Encoding.Latin1.GetString(answer[..(answer.IndexOf("\r\n\r\n"u8) + 2)]);
        foreach (Match cookie in SetCookie().Matches(head))
        {
            cookies[cookie.Groups[1].Value] = cookie.Groups[2].Value;
        }

        return new Page(Wire.Status(answer), Location().Match(head).Groups[1].Value, Wire.Body(answer));
    }

    [GeneratedRegex(@"^Set-Cookie: ([^=]+)=([^;\r]*)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex SetCookie();

    [GeneratedRegex(@"^Location: ([^\r]*)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Location();
}
