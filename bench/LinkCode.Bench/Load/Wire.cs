using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LinkCode.Bench.Load;

/// <summary>One connection that sends prepared bytes and reads one whole answer at a time. Small, so that the load never costs more than the server.</summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[4096];

    private Wire()
    {
    }

    public static async Task<Wire> ConnectAsync(Uri address)
    {
        var wire = new Wire();
        await wire.socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return wire;
    }

    /// <summary>Sends a request and returns its answer, head and body, good until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> AskAsync(ReadOnlyMemory<byte> request)
    {
        await socket.SendAsync(request);
        return await ReadAsync();
    }

    /// <summary>The same without ever sleeping, for a load that has a core to itself: whoever answers does not have to wake it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> AskAwakeAsync(ReadOnlyMemory<byte> request)
    {
        socket.Blocking = false;
        socket.Send(request.Span);
        var have = 0;
        while (have == 0 || !IsWhole(buffer.AsSpan(0, have)))
        {
            if (have == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 4);
            }

            var got = socket.Receive(buffer.AsSpan(have), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                await Task.Yield();
                continue;
            }

            have += got > 0 ? got : throw new IOException("The server closed a connection.");
        }

        return buffer.AsMemory(0, have);
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> request) => socket.SendAsync(request);

    /// <summary>Reads the next whole answer.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        var have = 0;
        while (true)
        {
            if (have == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 4);
            }

            var got = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (got == 0)
            {
                throw new IOException("The server closed a connection.");
            }

            have += got;
            if (IsWhole(buffer.AsSpan(0, have)))
            {
                return buffer.AsMemory(0, have);
            }
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>The body of an answer as text.</summary>
    public static string Body(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        var body = answer[(end + 4)..];
        return IsChunked(answer[..end]) ? Encoding.UTF8.GetString(Unchunk(body)) : Encoding.UTF8.GetString(body);
    }

    /// <summary>The status of an answer.</summary>
    public static int Status(ReadOnlySpan<byte> answer) => ((answer[9] - '0') * 100) + ((answer[10] - '0') * 10) + answer[11] - '0';

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var place = answer.IndexOf("ontent-Length: "u8);
        place = place < 0 ? answer.IndexOf("ontent-length: "u8) : place;
        if (place > 0 && place < end && Utf8Parser.TryParse(answer[(place + 15)..], out int length, out _))
        {
            return answer.Length >= end + 4 + length;
        }

        return IsChunked(answer[..end]) ? answer.EndsWith("0\r\n\r\n"u8) : Status(answer) is 204 or 304;
    }

    private static bool IsChunked(ReadOnlySpan<byte> head) => head.IndexOf("ransfer-"u8) > 0 && head.IndexOf("chunked"u8) > 0;

    private static byte[] Unchunk(ReadOnlySpan<byte> body)
    {
        var whole = new List<byte>(body.Length);
        while (Utf8Parser.TryParse(body, out int length, out var digits, 'x') && length > 0)
        {
            var start = digits + body[digits..].IndexOf((byte)'\n') + 1;
            whole.AddRange(body.Slice(start, length));
            body = body[(start + length + 2)..];
        }

        return [.. whole];
    }
}
