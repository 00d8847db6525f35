using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Data;
using LinkCode.Server.Platform.Mail;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>The part of the room's door for taking everything along and for leaving.</summary>
internal static class PrivacyDoor
{
    public static void AddPrivacy(this IServiceCollection services)
    {
        services.AddScoped<IPersonalData, PersonalAccount>();
        services.AddScoped<IPersonalData, PersonalSessions>();
        services.AddScoped<IPersonalData, PersonalPasskeys>();
        services.AddScoped<IPersonalData, PersonalSecondStep>();
        services.AddScoped<PrivacyMail>();
        services.AddScoped<ISampleLetters>(provider => provider.GetRequiredService<PrivacyMail>());
        services.AddScoped<LeaveAccount>();
        services.AddScoped<KeepAccount>();
        services.AddScoped<DeleteAccount>();
        services.AddSingleton<DeleteLeaving>();
        services.AddHostedService(provider => provider.GetRequiredService<DeleteLeaving>());
        services.AddSingleton<ExportBell>();
        services.AddScoped<AskForExport>();
        services.AddScoped<ReadExport>();
        services.AddScoped<ExportPage>();
        services.AddScoped<ExportArchive>();
        services.AddScoped<MakeExport>();
        services.AddSingleton<ExportMaker>();
        services.AddHostedService(provider => provider.GetRequiredService<ExportMaker>());
    }
}
