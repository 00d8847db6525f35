using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>Requests written byte by byte, where an HTTP client would mend what the rule wants to send.</summary>
internal static class RawWire
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends the given header lines (without a blank line) and body to the address and reads until the server closes.</summary>
    public static async Task<Answer> PostAsync(string url, IEnumerable<string> headers, byte[] body, CancellationToken cancel)
    {
        var address = new Uri(url);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.DnsSafeHost, address.Port, patience.Token);
        await using var stream = await SecureAsync(socket.GetStream(), address, patience.Token);

        var head = $"POST {address.PathAndQuery} HTTP/1.1\r\n{string.Concat(headers.Select(line => line + "\r\n"))}Connection: close\r\n\r\n";
        try
        {
            await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body], patience.Token);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return Read(await reader.ReadToEndAsync(patience.Token));
        }
        catch (IOException)
        {
            // A server may slam the door on a request that it cannot frame; that is an answer too.
            return Read("");
        }
    }

    public static string[] FormLines(byte[] body) =>
        ["Content-Type: application/x-www-form-urlencoded", string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}")];

    public static string HostLine(string url) => $"Host: {new Uri(url).Authority}";

    private static async Task<Stream> SecureAsync(NetworkStream stream, Uri address, CancellationToken cancel)
    {
        if (address.Scheme != Uri.UriSchemeHttps)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.DnsSafeHost }, cancel);
        return secure;
    }

    private static Answer Read(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text : text[..end]).Split("\r\n");
        var words = lines[0].Split(' ');
        var status = words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = end < 0 ? "" : text[(end + 4)..];
        return new(status, headers, headers["Transfer-Encoding"].Contains("chunked") ? Unchunk(body) : body);
    }

    private static string Unchunk(string body)
    {
        // Good enough for the short ASCII answers that are read here: sizes are counted in characters.
        var whole = new StringBuilder();
        while (body.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and var line
            && int.TryParse(body[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size)
            && size > 0 && body.Length >= line + 2 + size)
        {
            whole.Append(body, line + 2, size);
            body = body[(line + 2 + size)..].TrimStart('\r', '\n');
        }

        return whole.ToString();
    }
}
