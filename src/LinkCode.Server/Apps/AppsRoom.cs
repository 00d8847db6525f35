using LinkCode.Server.Data;
using OpenIddict.Abstractions;

namespace LinkCode.Server.Apps;

/// <summary>The door of what may ask for a link.</summary>
internal static class AppsRoom
{
    public static void AddApps(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AppsOptions>().BindConfiguration(AppsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOpenIddict().AddCore(core => core
            .UseEntityFrameworkCore()
            .UseDbContext<LinkCodeDb>()
            .ReplaceDefaultEntities<App, AppAuthorization, AppScope, AppToken, Guid>());
        services.AddScoped<IOpenIddictApplicationCache<App>, KnownApps>();
        services.AddScoped<ReadApp>();
        services.AddScoped<RegisterApp>();
        services.AddScoped<RemoveApp>();
        services.AddHostedService<RegisterConfiguredApps>();
        services.AddScoped<IPersonalData, PersonalTokens>();
        services.AddSingleton<AppDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<AppDirectory>());
        services.AddSingleton<INews>(provider => provider.GetRequiredService<AppDirectory>());
    }
}
