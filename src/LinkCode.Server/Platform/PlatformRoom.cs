using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LinkCode.Server.Platform.Health;
using LinkCode.Server.Platform.Keys;
using LinkCode.Server.Platform.Looks;
using LinkCode.Server.Platform.Mail;
using LinkCode.Server.Platform.Telemetry;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace LinkCode.Server.Platform;

/// <summary>The cellar's door: time, keys, headers, limits, languages and pages as such.</summary>
internal static class PlatformRoom
{
    /// <summary>Languages people can choose: English, and each that has a resource file of its own.</summary>
    public static readonly string[] Languages = ["en", .. FilesOfTexts().Select(file => file["Text.".Length..]).Order(StringComparer.Ordinal)];

    /// <summary>The cookie that keeps a person's choice of language.</summary>
    public const string LanguageCookie = "language";

    public static void AddPlatform(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IHttpContextAccessor, LateHttpContext>();
        services.AddSingleton(LateHttpContext.Factory);
        services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsRules>();
        // Straight to the pool: a queue of their own before it costs each answer one more step (decision 0026).
        builder.WebHost.UseSockets(options => options.IOQueueCount = 0);
        builder.AddQuietLogs();
        builder.UsePublicUrl();
        builder.Environment.WebRootFileProvider = new UnwatchedFiles(builder.Environment.WebRootFileProvider);
        AddKeys(services);
        AddLanguages(services, builder.Environment);
        Limits.Add(services);
        builder.AddLook();
        builder.AddMail();
        builder.AddTelemetry();
        builder.AddHealth();
        ProblemTypes.Add(services);
        services.AddCors();
        services.AddPacking();

        // A parameter that cannot be read is the sender's mistake in every environment: 400, not an exception.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = "check";
            options.HeaderName = "X-Check";
        });
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>()
            .Configure<IOptions<SiteOptions>>((options, site) => Cookies.Shape(options.Cookie, "check", site.Value));
        services.AddRazorPages(options => options.RootDirectory = "/")
            .AddMvcOptions(options =>
            {
                options.Filters.Add<KnownMethods>();

                // They read names with brackets, which no form of ours has, and throw when a bracket is not closed.
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
            })
            .AddViewLocalization()
            .AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(Text)));
        services.AddRouting(options => options.LowercaseUrls = true);
    }

    /// <summary>Refuses to start, before anything is written, when a setting is wrong or the keys do not open.</summary>
    public static void CheckStart(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var keys = app.Services.GetRequiredService<IKeyStore>();
        keys.WaitUntilItAnswers();
        keys.Check();
    }

    public static void UsePlatform(this WebApplication app)
    {
        app.Use(LateHttpContext.Note);
        app.UseSecurityHeaders();
        app.UseRequestGate();
        app.UseExceptionHandler("/error/500");
        app.UseErrorPages();
        app.UsePacking();
        app.UseStaticFiles();
        app.UseRequestLocalization();
        app.UseRouting();
        app.RefuseForeignForms();
        app.UseRateLimiter();
    }

    private static void AddKeys(IServiceCollection services)
    {
        services.AddSingleton<KeySecret>();
        services.AddSingleton<KeyFolder>();
        services.AddSingleton<IKeyStore>(provider => provider.GetRequiredService<KeyFolder>());
        services.AddDataProtection().SetApplicationName("linkcode");
        services.AddOptions<KeyManagementOptions>().Configure<IKeyStore, KeySecret>((options, keys, secret) =>
        {
            options.XmlRepository = keys.Protection;
            options.XmlEncryptor = secret.IsSet ? new SealXml(secret) : new Microsoft.AspNetCore.DataProtection.XmlEncryption.NullXmlEncryptor();
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<SiteOptions>>(Proxies.Configure);
    }

    private static void AddLanguages(IServiceCollection services, IHostEnvironment environment)
    {
        services.AddLocalization();

        // Letters of every script stand in pages as themselves; as numbers, an Arabic or Japanese page weighs three times as much.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<ResourceManagerStringLocalizerFactory>();
        services.AddSingleton<IStringLocalizerFactory, PseudoLocalizerFactory>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            // The pseudo-locale shows texts that were forgotten or do not fit; people never meet it.
            string[] all = environment.IsDevelopment() ? [.. Languages, PseudoLocalizer.Culture] : Languages;
            options.SetDefaultCulture("en").AddSupportedCultures(all).AddSupportedUICultures(all);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = LanguageCookie },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }

    // The build notes their names in the assembly.
    private static string[] FilesOfTexts() => typeof(PlatformRoom).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(note => note.Key == nameof(Languages)).Value!.Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The direction of the current language, as HTML says it.</summary>
    public static string Direction => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";
}
