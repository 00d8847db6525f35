using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LinkCode.Server;
using LinkCode.Server.Accounts;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Accounts;

/// <summary>The real server with its pages, in Development over http or in Production over https, and everything it logs.</summary>
public sealed class Site : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = MakeCertificate();
    private readonly WebApplication app;
    private readonly bool ownsFolder;

    private Site(WebApplication app, string folder, bool ownsFolder, string address, HeldClock clock, LogKeeper log) =>
        (this.app, Folder, this.ownsFolder, Address, Clock, Log) = (app, folder, ownsFolder, address, clock, log);

    public string Folder { get; }

    public string Address { get; }

    public HeldClock Clock { get; }

    public IServiceProvider Services => app.Services;

    internal LogKeeper Log { get; }

    public static Task<Site> DevelopmentAsync(params (string Key, string Value)[] settings) => StartAsync("Development", null, null, settings);

    public static Task<Site> ProductionAsync(string? folder = null, params (string Key, string Value)[] settings) => StartAsync("Production", folder, null, settings);

    public static async Task<Site> StartAsync(string environment, string? folder, Action<IServiceCollection>? services, params (string Key, string Value)[] settings)
    {
        var ownFolder = folder ?? Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        var isDevelopment = environment == "Development";
        var port = Ports.Next();
        var address = isDevelopment ? $"http://localhost:{port}" : $"https://localhost:{port}";
        var (clock, log) = (new HeldClock(), new LogKeeper());
        string[] args = ["--environment", environment, "--contentRoot", Path.Combine(TestServer.Root(), "src", "LinkCode.Server"), "--urls", address];
        var app = await LinkCodeServer.CreateAsync(args, builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["LinkCode:PublicUrl"] = address,
                ["LinkCode:DataFolder"] = ownFolder,
                ["LinkCode:KeySecret"] = "a secret of the tests, longer than it has to be",
                ["LinkCode:LimitScale"] = "1000",
            });
            builder.Configuration.AddInMemoryCollection(TestDatabase.Settings(ownFolder));
            builder.Configuration.AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value));
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = isDevelopment ? null : Certificate));
            // Real hashing would make these tests take minutes; what it costs has tests of its own.
            builder.Services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1000);
            services?.Invoke(builder.Services);
        });
        await app.StartAsync();
        return new Site(app, ownFolder, folder is null, address, clock, log);
    }

    /// <summary>An address nobody else has; all are equally long, so that pages can be compared.</summary>
    public static string NewAddress() => $"{RandomNumberGenerator.GetHexString(12, lowercase: true)}@example.org";

    public Browser Browser(string network = "127.0.0.1") => new(Address, IPAddress.Parse(network), Certificate);

    /// <summary>The newest letter to an address; waits for the sender in the background.</summary>
    internal async Task<Letter> LetterAsync(string to, int count = 1, string? subject = null)
    {
        List<KeptLetter> Letters() => [.. Services.GetRequiredService<KeptMail>().All.Where(letter => letter.To == to && (subject is null || letter.Letter.Subject == subject))];
        await UntilAsync(() => Letters().Count >= count, $"{count} letters to {to}");
        return Letters()[0].Letter;
    }

    /// <summary>Waits for what happens in the background; at most ten seconds.</summary>
    public static async Task UntilAsync(Func<bool> happened, string what)
    {
        for (var tries = 0; !happened(); tries++)
        {
            Assert.True(tries < 2400, "Did not happen within a minute: " + what);
            await Task.Delay(25);
        }
    }

    /// <summary>The one-time address of the first operator, or null when there is none.</summary>
    public static async Task<string?> SetupAddressAsync(string folder)
    {
        var file = Path.Combine(folder, "setup-address");
        return File.Exists(file) ? (await File.ReadAllTextAsync(file)).Trim() : null;
    }

    /// <summary>A confirmed account, made without the pages.</summary>
    internal async Task<Guid> AccountAsync(string address, string password = Words.Password, string language = "")
    {
        await using var scope = Services.CreateAsyncScope();
        var hash = scope.ServiceProvider.GetRequiredService<Passwords>().Hash(password);
        var account = await scope.ServiceProvider.GetRequiredService<NewAccount>().CreateAsync(address, "Ana Lima", hash, language, isOperator: false, "");
        return account!.Id;
    }

    internal async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsFolder)
        {
            TestDatabase.Drop(Folder);
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}

internal static class Words
{
    public const string Password = "four plain words here";
}
