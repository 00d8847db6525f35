using LinkCode.Server.Platform.Mail;

namespace LinkCode.Server.Devices.LookingThrough;

/// <summary>The part of the room's door for looking through what is linked.</summary>
internal static class LookingThroughDoor
{
    public static void AddLookingThrough(this IServiceCollection services)
    {
        services.AddScoped<ListReaders>();
        services.AddScoped<NoteReview>();
        services.AddScoped<ReviewLetter>();
        services.AddScoped<ISampleLetters>(provider => provider.GetRequiredService<ReviewLetter>());
        services.AddSingleton<RemindOfReview>();
        services.AddHostedService(provider => provider.GetRequiredService<RemindOfReview>());
    }
}
