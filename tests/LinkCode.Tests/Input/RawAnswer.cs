using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LinkCode.Tests.Input;

/// <summary>What came back on a socket, until the server closed it.</summary>
public sealed record RawAnswer(int Status, string Head, string Body)
{
    /// <summary>Longer than this and the server hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether the body is a JSON object that says what was wrong.</summary>
    public bool IsJsonError
    {
        get
        {
            try
            {
                using var json = JsonDocument.Parse(Body);
                return json.RootElement.TryGetProperty(Head.Contains("application/problem+json", StringComparison.Ordinal) ? "title" : "error", out var error)
                    && error.GetString() is { Length: > 0 };
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    /// <summary>Sends bytes over a connection of their own and reads all that comes; null when nothing came in time.</summary>
    public static async Task<RawAnswer?> GetAsync(Uri server, byte[] request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var late = new CancellationTokenSource(Patience);
        using var all = new MemoryStream();
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, late.Token);
            await SendAsync(socket, request, late.Token);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, late.Token) is > 0 and var count)
            {
                all.Write(buffer, 0, count);
            }
        }
        catch (SocketException) when (all.Length > 0)
        {
            // A server that refuses a body closes while we still send; what it said before is what counts.
        }
        catch (SocketException)
        {
            return new RawAnswer(0, "closed", "");
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return Read(Encoding.UTF8.GetString(all.ToArray()));
    }

    private static async Task SendAsync(Socket socket, byte[] request, CancellationToken late)
    {
        try
        {
            for (var sent = 0; sent < request.Length;)
            {
                sent += await socket.SendAsync(request.AsMemory(sent), late);
            }

            // The sending half stays open: to Kestrel, closing it takes the request back, and no answer would come.
        }
        catch (SocketException)
        {
            // The answer may be there already.
        }
    }

    private static RawAnswer Read(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
        {
            return new RawAnswer(0, text, "");
        }

        var status = int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var body = text[(end + 4)..];
        return status == 100 ? Read(body) : new RawAnswer(status, text[..end], IsChunked(text[..end]) ? Joined(body) : body);
    }

    private static bool IsChunked(string head) => head.Contains("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase);

    private static string Joined(string body)
    {
        var joined = new StringBuilder();
        var bytes = Encoding.UTF8.GetBytes(body).AsSpan();
        while (bytes.IndexOf("\r\n"u8) is >= 0 and var end
            && int.TryParse(bytes[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length)
            && length > 0 && end + 2 + length <= bytes.Length)
        {
            joined.Append(Encoding.UTF8.GetString(bytes.Slice(end + 2, length)));
            bytes = bytes[Math.Min(bytes.Length, end + 4 + length)..];
        }

        return joined.ToString();
    }
}
