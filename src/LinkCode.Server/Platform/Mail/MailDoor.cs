using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Mail;

/// <summary>Chooses the way mail leaves this server.</summary>
internal static class MailDoor
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var route = builder.Environment.IsDevelopment() ? MailRoute.Page : MailRoute.Folder;
        services.AddOptions<MailOptions>().Configure(options => options.Route = route).BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsRules>();
        services.AddSingleton<LetterPress>();
        services.AddSingleton<KeptMail>();
        services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value.Route switch
        {
            MailRoute.Smtp => ActivatorUtilities.CreateInstance<SmtpMail>(provider),
            MailRoute.Folder => ActivatorUtilities.CreateInstance<FolderMail>(provider),
            MailRoute.Page => provider.GetRequiredService<KeptMail>(),
            var other => throw new InvalidOperationException($"There is no mail route {other}."),
        });
    }
}
