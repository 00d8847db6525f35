using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LinkCode.Tests.Operator;

/// <summary>nginx or Caddy, set up as docs/RUN-IT.md says, on loopback and in a folder of its own.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly Process process;

    private Proxy(Process process) => this.process = process;

    public static async Task<Proxy> StartAsync(string name, string folder, X509Certificate2 certificate, int port, int serverPort)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "certificate.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var file = Path.Combine(folder, name + ".conf");
        await File.WriteAllTextAsync(file, name == "nginx" ? Nginx(folder, port, serverPort) : Caddy(folder, port, serverPort));
        string[] words = name == "nginx"
            ? ["-e", Path.Combine(folder, "error.log"), "-p", folder, "-c", file]
            : ["run", "--adapter", "caddyfile", "--config", file];
        var proxy = new Proxy(Run(name, folder, words));
        await proxy.UntilItListensAsync(port);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process Run(string name, string folder, string[] words)
    {
        // Debian keeps nginx where a plain user's path does not look.
        var command = File.Exists("/usr/sbin/" + name) ? "/usr/sbin/" + name : name;
        var start = new ProcessStartInfo(command, words) { Environment = { ["HOME"] = folder, ["XDG_DATA_HOME"] = folder, ["XDG_CONFIG_HOME"] = folder } };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{name} is not installed.");
            throw;
        }
    }

    private async Task UntilItListensAsync(int port)
    {
        for (var tries = 0; ; tries++)
        {
            Assert.True(tries < 600 && !process.HasExited, "The proxy does not listen.");
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
    }

    private static string Nginx(string folder, int port, int serverPort) => $$"""
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
            upstream linkcode { server 127.0.0.1:{{serverPort}}; keepalive 32; }
            server {
                listen 127.0.0.1:{{port}} ssl http2;
                ssl_certificate {{folder}}/certificate.pem;
                ssl_certificate_key {{folder}}/key.pem;
                client_max_body_size 16k;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $http_host;
                proxy_set_header X-Forwarded-For $remote_addr;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_read_timeout 75s;
                location / {
                    proxy_pass http://linkcode;
                }
                location = /profile/picture {
                    client_max_body_size 24m;
                    proxy_pass http://linkcode;
                }
            }
        }
        """;

    private static string Caddy(string folder, int port, int serverPort) => $$"""
        {
            admin off
            auto_https disable_redirects
            skip_install_trust
        }
        https://localhost:{{port}} {
            bind 127.0.0.1
            tls {{folder}}/certificate.pem {{folder}}/key.pem
            @picture path /profile/picture
            @others not path /profile/picture
            request_body @picture {
                max_size 24MB
            }
            request_body @others {
                max_size 16KB
            }
            reverse_proxy 127.0.0.1:{{serverPort}}
        }
        """;
}
