using System.Net;
using System.Net.Sockets;
using System.Text;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>What a waiting poll leaves for the collector (ENGINE 2). Bytes are counted, not time, so they are the same on every machine.</summary>
[Collection(nameof(RunsAlone))]
public sealed class CostOfPolls
{
    private const int Polls = 2_000;

    [Fact]
    public async Task E2_looking_a_poll_up_allocates_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync(pkce: true);
        var (keys, poll, apps) = (server.Services.GetRequiredService<CodeKeys>(), server.Services.GetRequiredService<PollLink>(), server.Services.GetRequiredService<AppDirectory>());
        var form = Encoding.ASCII.GetBytes($"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=demo-tv&device_code={device.DeviceCode}&code_verifier={device.Verifier}");
        Assert.Equal(MemoryWord.Pending, Look(form, keys, poll, apps).Word);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Look(form, keys, poll, apps);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public async Task E2_a_whole_poll_over_the_socket_leaves_less_than_500_bytes()
    {
        await using var server = await TestServer.StartAsync(clock: new HeldClock(longestTimer: TimeSpan.FromSeconds(10)));
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        var body = $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=demo-tv&device_code={device.DeviceCode}";
        var request = Encoding.ASCII.GetBytes($"POST /oauth/token HTTP/1.1\r\nHost: localhost:{server.Address.Port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        var buffer = new byte[4096];
        // Until the compiler has made its last version of it.
        Poll(socket, request, buffer, 30_000);
        // The whole process is counted, so what its background work allocates in one round or another is left out.
        var least = Enumerable.Range(0, 10).Min(_ =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Poll(socket, request, buffer, Polls);
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / Polls;
        });
        Assert.InRange(least, 0, 500);
        Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(buffer, 0, 12), StringComparison.Ordinal);
    }

    private static MemoryAnswer Look(byte[] body, CodeKeys keys, PollLink poll, AppDirectory apps)
    {
        Assert.True(PollForm.TryRead(body, out var form));
        Assert.True(DeviceCode.TryRead(form.DeviceCode, keys, out var code));
        Span<char> clientId = stackalloc char[60];
        return poll.FromMemory(code, apps.Find(clientId[..Encoding.Latin1.GetChars(form.ClientId, clientId)])!.Id, form.Verifier);
    }

    // One thread and no tasks, so that the asking side allocates nothing.
    private static void Poll(Socket socket, byte[] request, byte[] buffer, int times)
    {
        for (var i = 0; i < times; i++)
        {
            socket.Send(request);
            var have = 0;
            while (have == 0 || buffer[have - 1] != '}')
            {
                have += socket.Receive(buffer, have, buffer.Length - have, SocketFlags.None);
            }
        }
    }
}
