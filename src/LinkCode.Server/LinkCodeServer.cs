using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Server.Devices;
using LinkCode.Server.OAuth;
using LinkCode.Server.Operator;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Health;
using LinkCode.Server.Platform.Looks;

namespace LinkCode.Server;

/// <summary>Opens the door of every room, in the order a request meets them.</summary>
internal static class LinkCodeServer
{
    /// <summary>Builds the whole server; tests use <paramref name="adjust"/> to hold the clock.</summary>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        // A published server finds its pages beside itself, from whatever folder it was started.
        var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = UnwatchedFiles.For(PublicUrl.WithLan(args)),
            ApplicationName = typeof(LinkCodeServer).Assembly.GetName().Name,
            ContentRootPath = published,
        });
        builder.AddPlatform();
        builder.AddData();
        builder.AddActivity();
        builder.AddAccounts();
        builder.AddApps();
        builder.AddCodes();
        builder.AddDevices();
        builder.AddOAuth();
        builder.AddOperator();
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.CheckStart();
        await app.MigrateAsync();
        app.UseCodes();
        app.UseOAuthSizes();
        app.UsePlatform();
        app.UseStoreTrouble();
        app.UseOAuthGate();
        app.UseAuthentication();
        app.UseAccounts();
        app.UseAuthorization();
        app.MapHealth();
        app.MapLook();
        app.MapRazorPages();
        app.MapAccounts();
        app.MapCodes();
        app.MapDevices();
        return app;
    }

    /// <summary>Serves until it is told to stop.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        SpareThreads.Ask();

        // A start that fails ends the process. Taking everything down one by one before would bury the reason under what each says of its end.
        await app.StartAsync();
        await using (app)
        {
            await app.WaitForShutdownAsync();
        }
    }
}
