using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>The door of the heart: start, show, enter, review, approve, deny, poll, redeem, expire.</summary>
internal static class CodesRoom
{
    private const long LongestForm = 4 * 1024;

    // What people type when they do not remember the address.
    private static readonly string[] Mistyped = ["/links", "/activate", "/device", "/tv"];

    public static void AddCodes(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CodesOptions>().BindConfiguration(CodesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpContextAccessor();
        services.AddScoped<IPersonalData, PersonalLinks>();
        services.AddSingleton<CodeKeys>();
        services.AddSingleton<LinkIndex>();
        services.AddSingleton<LiveLinks>();
        services.AddSingleton<LinkNews>();
        services.AddSingleton<INews>(provider => provider.GetRequiredService<LinkNews>());
        services.AddSingleton<LiveCounts>();
        services.AddSingleton<INews>(provider => provider.GetRequiredService<LiveCounts>());
        services.AddSingleton<INews>(provider => provider.GetRequiredService<GuessLimits>());
        services.AddSingleton<INews>(provider => provider.GetRequiredService<StartLimits>());
        services.AddSingleton<CodesMeter>();
        services.AddSingleton<LinkStore>();
        services.AddSingleton<GuessLimits>();
        services.AddSingleton<StartLimits>();
        services.AddSingleton<SlowRefusals>();
        services.AddSingleton<LinkTicket>();
        services.AddSingleton<StartLink>();
        services.AddSingleton<PollLink>();
        services.AddSingleton<RedeemLink>();
        services.AddSingleton<CancelLink>();
        services.AddSingleton<WithdrawLink>();
        services.AddScoped<ILinkedThings, WithdrawLinks>();
        services.AddScoped<FindOwnLink>();
        services.AddSingleton<TypingBrowser>();
        services.AddSingleton<HoldCodes>();
        services.AddHostedService(provider => provider.GetRequiredService<HoldCodes>());
        services.AddScoped<EnterCode>();
        services.AddScoped<ShowReview>();
        services.AddSingleton<LinkLetter>();
        services.AddSingleton<ISampleLetters>(provider => provider.GetRequiredService<LinkLetter>());
        services.AddScoped<ApproveLink>();
        services.AddScoped<DenyLink>();
        services.AddScoped<ReleaseLink>();
        services.AddScoped<IErrand, LinkErrand>();
        services.AddHostedService<RecallLinks>();
        services.AddHostedService<SweepLinks>();
    }

    /// <summary>Waiting polls are answered before anything else runs, except what says whether they came by https.</summary>
    public static void UseCodes(this WebApplication app)
    {
        // Before everything else, because limits and https are about the person behind the proxy.
        if (app.Services.GetRequiredService<IOptions<SiteOptions>>().Value.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.UseMiddleware<FastPolls>();
        app.UseMiddleware<FastStarts>();
        app.Use(ShortenFormsAsync);
    }

    // A code and a choice are a few letters, and a ticket stands in the address.
    private static Task ShortenFormsAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/link", StringComparison.OrdinalIgnoreCase) && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LongestForm;
        }

        return next(context);
    }

    public static void MapCodes(this WebApplication app)
    {
        app.MapGet("/link/qr", DrawCode.Run).AllowAnonymous().RequireRateLimiting(Limits.Cheap);
        app.MapGet("/link/words", DeviceWords.Run).AllowAnonymous().RequireRateLimiting(Limits.Cheap);
        foreach (var address in Mistyped)
        {
            app.MapGet(address, (HttpRequest request) => Results.LocalRedirect("/link" + request.QueryString)).AllowAnonymous().RequireRateLimiting(Limits.Pages);
        }
    }
}
