using LinkCode.Server.Data;
using LinkCode.Server.Platform.Health;

namespace LinkCode.Server.Activity;

/// <summary>The door of what happened: the audit trail and the outbox.</summary>
internal static class ActivityRoom
{
    public static void AddActivity(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ActivityOptions>().BindConfiguration(ActivityOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddSingleton<OutboxStore>();
        builder.Services.AddSingleton<MailMeter>();
        builder.Services.AddScoped<IPersonalData, PersonalActivity>();
        builder.Services.AddScoped<LateMail>();
        builder.Services.AddHealthChecks().AddCheck<LimitedCheck<MailHealth>>("mail", timeout: HealthDoor.Patience);
        builder.Services.AddHostedService<OutboxSender>();
        builder.Services.AddSingleton<ForgetOld>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ForgetOld>());
    }
}
