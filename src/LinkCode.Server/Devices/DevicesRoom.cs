using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Server.Devices.LookingThrough;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;

namespace LinkCode.Server.Devices;

/// <summary>The door of what a person has linked.</summary>
internal static class DevicesRoom
{
    public static void AddDevices(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<IPersonalData, PersonalDevices>();
        services.AddSingleton<DeviceStore>();
        services.AddSingleton<DevicesMeter>();
        services.AddSingleton<RemovedDevices>();
        services.AddHostedService(provider => provider.GetRequiredService<RemovedDevices>());
        services.AddSingleton<INews>(provider => provider.GetRequiredService<RemovedDevices>());
        services.AddSingleton<ReplayLetter>();
        services.AddSingleton<ISampleLetters>(provider => provider.GetRequiredService<ReplayLetter>());
        services.AddSingleton<ForgetDevices>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgetDevices>());
        services.AddScoped<LinkDevice>();
        services.AddScoped<RefreshDevice>();
        services.AddScoped<RemoveDevice>();
        services.AddScoped<RestoreDevice>();
        services.AddScoped<RenameDevice>();
        services.AddScoped<ListDevices>();
        services.AddScoped<UndoLink>();
        services.AddScoped<FindLinked>();
        services.AddScoped<DisownDevice>();
        services.AddScoped<ILinkedThings, SignOutDevices>();
        services.AddSingleton<DeviceLines>();
        services.AddLookingThrough();
        builder.AddDevicesApi();
    }

    public static void MapDevices(this WebApplication app)
    {
        app.MapGet("/link/done/{deviceId:guid}/status", LinkedStatus.RunAsync).RequireAuthorization(Policies.Account).RequireRateLimiting(Limits.Cheap);
        app.MapDevicesApi();
    }
}
