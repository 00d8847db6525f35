using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LinkCode.Bench.Polls;

/// <summary>64 connections, each with one poll under way at a time.</summary>
internal static class Load
{
    private const int Connections = 64;

    /// <summary>What one round found.</summary>
    /// <param name="PerSecond">Answers a second.</param>
    /// <param name="P99">The 99th percentile in milliseconds.</param>
    /// <param name="Right">The share of answers that said "authorization_pending" with status 400.</param>
    public sealed record Result(double PerSecond, double P99, double Right);

    public static async Task<Result> RunAsync(Uri address, byte[][] polls, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, Connections).Select(i => Task.Run(() => PollAsync(address, polls, i, watch, duration))).ToList();
        var all = await Task.WhenAll(workers);
        var times = all.SelectMany(worker => worker.Times).Order().ToList();
        return new Result(times.Count / duration.TotalSeconds, times[(int)(times.Count * 0.99)], all.Sum(worker => worker.Right) / (double)times.Count);
    }

    private static async Task<(List<double> Times, int Right)> PollAsync(Uri address, byte[][] polls, int worker, Stopwatch watch, TimeSpan duration)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        var buffer = new byte[4096];
        var times = new List<double>(100_000);
        var (next, right) = (worker * (polls.Length / Connections), 0);
        while (watch.Elapsed < duration)
        {
            var begin = Stopwatch.GetTimestamp();

            // Each server is asked with its own port in the Host header, which has the same length everywhere or is not looked at.
            await socket.SendAsync(polls[next++ % polls.Length]);
            var length = await ReadAnswerAsync(socket, buffer);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            right += IsWaiting(buffer.AsSpan(0, length)) ? 1 : 0;
        }

        return (times, right);
    }

    private static async Task<int> ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var have = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (got == 0)
            {
                throw new InvalidOperationException("The server closed a connection.");
            }

            have += got;
            if (IsWhole(buffer.AsSpan(0, have)))
            {
                return have;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        var place = answer.IndexOf("Content-Length: "u8);
        return end > 0 && place > 0
            && System.Buffers.Text.Utf8Parser.TryParse(answer[(place + 16)..], out int length, out _)
            && answer.Length >= end + 4 + length;
    }

    private static bool IsWaiting(ReadOnlySpan<byte> answer) =>
        answer.StartsWith("HTTP/1.1 400"u8) && answer.IndexOf("authorization_pending"u8) > 0;
}
