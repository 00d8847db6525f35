using System.Net;
using System.Runtime.CompilerServices;
using LinkCode.Server;
using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Host;

/// <summary>The real server on a real socket, with a database of its own and a clock that tests hold.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestServer(WebApplication app, HeldClock clock, string address, string folder)
    {
        (this.app, Clock, Address, Folder) = (app, clock, new Uri(address), folder);
    }

    /// <summary>Runs with real time plus whatever tests add to it.</summary>
    public HeldClock Clock { get; }

    public Uri Address { get; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<TestServer> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, string? folder = null, int? port = null, bool https = false, HeldClock? clock = null, Action<IServiceCollection>? adjust = null)
    {
        folder ??= TestDatabase.NewFolder();
        var address = $"{(https ? "https" : "http")}://localhost:{port ?? Ports.Next()}";
        var certificate = https ? TestCertificate.Create() : null;
        clock ??= new HeldClock();
        var app = await LinkCodeServer.CreateAsync(["--environment", "Development", "--contentRoot", SourceFolder(), "--urls", address], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["LinkCode:PublicUrl"] = address,
                ["LinkCode:DataFolder"] = folder,
                ["LinkCode:LimitScale"] = "1000",
                ["Logging:LogLevel:Default"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",

                // Races and refusals warn by the thousand. Tests about logs bring a keeper of their own, which still sees them.
                ["Logging:Console:LogLevel:Default"] = "Error",
            });
            builder.Configuration.AddInMemoryCollection(TestDatabase.Settings(folder));
            builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));

            // Real hashing takes a tenth of a second of the machine; what it costs has tests of its own.
            builder.Services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1000);
            adjust?.Invoke(builder.Services);
            if (certificate is not null)
            {
                File.WriteAllText(Path.Combine(folder, "certificate.pem"), certificate.ExportCertificatePem());
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(defaults => defaults.ServerCertificate = certificate));
            }
        });
        await app.StartAsync();
        return new TestServer(app, clock, address, folder);
    }

    /// <summary>A browser of its own: cookies are kept, redirects are shown.</summary>
    public HttpClient Browser(bool followRedirects = false, CookieContainer? cookies = null) =>
        new(Handler(new SocketsHttpHandler { AllowAutoRedirect = followRedirects, CookieContainer = cookies ?? new CookieContainer() })) { BaseAddress = Address };

    /// <summary>A program: no cookies.</summary>
    public HttpClient Program() => new(Handler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })) { BaseAddress = Address };

    /// <summary>A program that speaks HTTP/2 and nothing else, over one connection.</summary>
    public HttpClient Http2Program() => new(new OnlyHttp2(Handler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }))) { BaseAddress = Address };

    /// <summary>Makes an account with a confirmed address.</summary>
    public async Task<Guid> AddAccountAsync(string email, string password = "a long enough password", string name = "Ada Example")
    {
        await using var scope = Services.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            DisplayName = name,
            CreatedAt = Clock.GetUtcNow(),
        };
        var result = await manager.CreateAsync(account, password);
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(error => error.Description)));
        return account.Id;
    }

    /// <summary>Registers one more app.</summary>
    internal async Task AddAppAsync(string clientId, AppSettings settings)
    {
        await using var scope = Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<RegisterApp>().RunAsync(clientId, settings, CancellationToken.None));
        await Services.GetRequiredService<AppDirectory>().RefreshAsync(CancellationToken.None);
    }

    /// <summary>The root of the checkout, found from where this file was compiled.</summary>
    public static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    /// <summary>Waits until so many polls are kept open.</summary>
    public async Task HoldsAsync(int polls)
    {
        for (var tries = 0; Services.GetRequiredService<CodesMeter>().Held != polls; tries++)
        {
            Assert.True(tries < 2400, $"Not {polls} polls were held within a minute.");
            await Task.Delay(25);
        }
    }

    /// <summary>Stops the server and leaves its folder, for another one to go on with.</summary>
    public async Task StopAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        TestDatabase.Drop(Folder);
        Directory.Delete(Folder, recursive: true);
    }

    // The run's own certificate is in no store, so it is compared instead.
    private SocketsHttpHandler Handler(SocketsHttpHandler handler)
    {
        if (Address.Scheme == "https")
        {
            var pem = File.ReadAllText(Path.Combine(Folder, "certificate.pem"));
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is System.Security.Cryptography.X509Certificates.X509Certificate2 shown && shown.ExportCertificatePem() == pem;
        }

        return handler;
    }

    private sealed class OnlyHttp2(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private static string SourceFolder() => Path.Combine(Root(), "src", "LinkCode.Server");
}
