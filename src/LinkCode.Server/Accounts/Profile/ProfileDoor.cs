using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>The part of the room's door for who a person is to others: name, picture, language, time zone, mail address.</summary>
internal static class ProfileDoor
{
    // So much of what is too long is thrown away unread, until the answer is heard.
    private const long LongestUpload = 24 * 1024 * 1024;

    public static void AddProfile(this IServiceCollection services)
    {
        services.AddSingleton(new LongForm("/profile/picture", LongestUpload));
        services.AddScoped<IPersonalData, PersonalProfile>();
        services.AddScoped<SaveName>();
        services.AddScoped<SavePicture>();
        services.AddScoped<SaveLanguage>();
        services.AddScoped<IKeepLanguage>(provider => provider.GetRequiredService<SaveLanguage>());
        services.AddScoped<AddressLetters>();
        services.AddScoped<ISampleLetters>(provider => provider.GetRequiredService<AddressLetters>());
        services.AddScoped<AskForAddress>();
        services.AddScoped<ReadAddressChange>();
        services.AddScoped<ConfirmNewAddress>();
        services.AddScoped<RefuseNewAddress>();
        services.AddScoped<UndoNewAddress>();
    }

    public static void MapPictures(this WebApplication app) =>
        app.MapGet("/pictures/{id:length(22)}", ShowAsync).AllowAnonymous().RequireRateLimiting(Limits.Cheap);

    // Without a session: apps that were told the address show it, too. Nothing in the answer is anything but a picture, whatever a browser thinks of its bytes.
    private static async Task<Results<FileContentHttpResult, NotFound>> ShowAsync(string id, HttpResponse response, LinkCodeDb db, CancellationToken cancellation)
    {
        if (await db.Set<Picture>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation) is not { } picture)
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, max-age=3600";
        response.Headers.ContentDisposition = "inline";
        return TypedResults.Bytes(picture.Content, picture.Type);
    }
}
