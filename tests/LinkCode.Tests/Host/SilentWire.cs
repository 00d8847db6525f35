using System.Net;
using System.Net.Sockets;

namespace LinkCode.Tests.Host;

/// <summary>Stands between a server and its database and carries everything, until it falls silent as a network does that drops what it is given.</summary>
internal sealed class SilentWire : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> clients = [];
    private readonly (string Host, int Port) behind;
    private volatile bool isSilent;

    public SilentWire(string host, int port)
    {
        behind = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void FallSilent() => isSilent = true;

    public void Dispose()
    {
        listener.Stop();
        lock (clients)
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var (near, far) = (Keep(await listener.AcceptTcpClientAsync()), Keep(new TcpClient()));
                await far.ConnectAsync(behind.Host, behind.Port);
                _ = CarryAsync(near, far);
                _ = CarryAsync(far, near);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient from, TcpClient to)
    {
        var bytes = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(bytes) is var count && count > 0)
            {
                if (!isSilent)
                {
                    await to.GetStream().WriteAsync(bytes.AsMemory(0, count));
                }
            }

            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is gone.
        }
    }

    private TcpClient Keep(TcpClient client)
    {
        lock (clients)
        {
            clients.Add(client);
        }

        return client;
    }
}
