using System.Diagnostics;
using System.Net.Sockets;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Faults;

/// <summary>Two servers as processes of their own on one PostgreSQL database, behind nginx on loopback, as people meet them.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
    private readonly ServerProcess[] nodes;
    private readonly int port = Ports.Next();
    private Process? proxy;

    public TwoNodes()
    {
        Address = new Uri($"http://localhost:{port}");
        var name = new Dictionary<string, string> { ["LinkCode__PublicUrl"] = Address.AbsoluteUri };
        nodes = [new ServerProcess(folder, Ports.Next(), name), new ServerProcess(folder, Ports.Next(), name)];
    }

    /// <summary>Where people and devices go.</summary>
    public Uri Address { get; }

    public string Folder => folder;

    public ServerProcess this[int number] => nodes[number];

    /// <summary>A program that talks to one node past the proxy, by the name the proxy uses.</summary>
    public HttpClient At(int number)
    {
        var http = new HttpClient { BaseAddress = nodes[number].Address, Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Host = Address.Authority;
        return http;
    }

    public async Task StartAsync()
    {
        await Task.WhenAll(nodes.Select(node => node.StartAsync()));
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Settings());
        proxy = Process.Start(new ProcessStartInfo(File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-e", Path.Combine(folder, "error.log"), "-p", folder, "-c", file]))!;
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) when (tries < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Stops PostgreSQL under load and starts it again, by the script that <c>./do</c> names.</summary>
    public static async Task RestartPostgresAsync()
    {
        using var restart = Process.Start(new ProcessStartInfo("sh", [Environment.GetEnvironmentVariable("LINKCODE_TEST_POSTGRES_RESTART")!]) { RedirectStandardOutput = true })!;
        await restart.WaitForExitAsync();
        Assert.Equal(0, restart.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(nodes, node => node.Dispose());
        if (proxy is not null)
        {
            proxy.Kill(entireProcessTree: true);
            await proxy.WaitForExitAsync();
            proxy.Dispose();
        }

        TestDatabase.Drop(folder);
        Directory.Delete(folder, recursive: true);
    }

    private string Settings() => $$"""
        daemon off;
        pid {{folder}}/nginx.pid;
        worker_processes 1;
        events { }
        http {
            access_log off;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            upstream nodes {
                server 127.0.0.1:{{nodes[0].Address.Port}} max_fails=1 fail_timeout=2s;
                server 127.0.0.1:{{nodes[1].Address.Port}} max_fails=1 fail_timeout=2s;
                keepalive 32;
            }
            server {
                listen 127.0.0.1:{{port}};
                location / {
                    proxy_pass http://nodes;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_read_timeout 75s;
                }
            }
        }
        """;
}
