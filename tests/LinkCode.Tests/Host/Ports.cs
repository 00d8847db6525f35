using System.Net;
using System.Net.Sockets;

namespace LinkCode.Tests.Host;

/// <summary>Ports for servers of this process. Several runs of the tests go on side by side, and one that is found free by two of them is not free for the second.</summary>
internal static class Ports
{
    // Below those that systems give to connections by themselves.
    private const int First = 12_000;
    private const int InAStretch = 2_000;
    private const int Stretches = 9;

    private static readonly (FileStream? Held, int First) Mine = TakeStretch();
    private static int taken = Random.Shared.Next(InAStretch);

    public static int Next()
    {
        while (true)
        {
            // Each only once, because another test may be about to open it.
            var port = Mine.First + (int)((uint)Interlocked.Increment(ref taken) % InAStretch);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else has it.
            }
        }
    }

    /// <summary>The file stays open as long as this process lives, and whoever dies lets go of it.</summary>
    private static (FileStream? Held, int First) TakeStretch()
    {
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            try
            {
                var held = new FileStream(Path.Combine(Path.GetTempPath(), $"linkcode-test-ports-{stretch}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return (held, First + (stretch * InAStretch));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Another run has it.
            }
        }

        return (null, First + (Random.Shared.Next(Stretches) * InAStretch));
    }
}
