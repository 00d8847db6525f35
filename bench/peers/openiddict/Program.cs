using LinkCode.Bench.OpenIddictPeer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

// A peer to measure beside: ASP.NET Core Identity and stock OpenIddict on SQLite, as their own documentation sets them up.
// Usage: openiddict-peer dataprotection|rsa ADDRESS FOLDER
if (args is not [var format and ("dataprotection" or "rsa"), var address, var folder])
{
    await Console.Error.WriteLineAsync("usage: openiddict-peer dataprotection|rsa ADDRESS FOLDER");
    return 2;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.WebHost.UseUrls(address);
var services = builder.Services;
services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder, "keys")));

// A pooled context is the fastest of the ways that EF Core's documentation shows.
services.AddDbContextPool<PeerDb>(options => options.UseSqlite($"Data Source={Path.Combine(folder, "peer.db")}").UseOpenIddict());
services.AddIdentity<IdentityUser, IdentityRole>().AddEntityFrameworkStores<PeerDb>().AddDefaultTokenProviders();
services.AddAuthorization();
services.AddAntiforgery();
services.AddOpenIddict()
    .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<PeerDb>())
    .AddServer(server =>
    {
        server.SetDeviceAuthorizationEndpointUris("connect/device").SetEndUserVerificationEndpointUris("connect/verify").SetTokenEndpointUris("connect/token");
        server.SetIssuer(new Uri("http://localhost/"));
        server.AllowDeviceAuthorizationFlow().AllowRefreshTokenFlow();
        server.RegisterScopes(Scopes.Profile);

        // A day, so that codes asked for in one run are still good in the next; how long they live does not change what a poll costs.
        server.SetDeviceCodeLifetime(TimeSpan.FromDays(1)).SetUserCodeLifetime(TimeSpan.FromDays(1));
        server.AddSigningKey(RsaKeys.ReadOrCreate(folder, "signing.pem")).AddEncryptionKey(RsaKeys.ReadOrCreate(folder, "encryption.pem"));
        server.UseAspNetCore().EnableTokenEndpointPassthrough().EnableEndUserVerificationEndpointPassthrough().DisableTransportSecurityRequirement();
        if (format == "dataprotection")
        {
            server.UseDataProtection();
        }
    });

var app = builder.Build();
await Seed.RunAsync(app.Services);
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
SignIn.Map(app);
Verify.Map(app);
Exchange.Map(app);
await app.RunAsync();
return 0;
