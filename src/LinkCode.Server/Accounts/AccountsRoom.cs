using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Accounts.Privacy;
using LinkCode.Server.Accounts.Profile;
using LinkCode.Server.Accounts.SecondStep;
using LinkCode.Server.Accounts.Security;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Store = Microsoft.AspNetCore.Identity.EntityFrameworkCore.UserOnlyStore<LinkCode.Server.Accounts.Account, LinkCode.Server.Data.LinkCodeDb, System.Guid,
    Microsoft.AspNetCore.Identity.IdentityUserClaim<System.Guid>, Microsoft.AspNetCore.Identity.IdentityUserLogin<System.Guid>, Microsoft.AspNetCore.Identity.IdentityUserToken<System.Guid>, LinkCode.Server.Accounts.Passkeys.Passkey>;

namespace LinkCode.Server.Accounts;

/// <summary>The door of who somebody is: sign up, sign in, sign out, second step, forgotten password, the safety and the profile of an account, taking it along and deleting it.</summary>
internal static class AccountsRoom
{
    // OWASP's password storage sheet names this many rounds for PBKDF2 with HMAC-SHA-512.
    private const int PasswordRounds = 210_000;

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var signUp = builder.Environment.IsDevelopment() ? SignUpRule.Open : SignUpRule.Invited;
        services.AddOptions<AccountsOptions>().Configure(options => options.SignUp = signUp).BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordRounds);
        services.AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // MailAddress decides what an address may be made of.
                options.User.AllowedUserNameCharacters = "";
                options.SignIn.RequireConfirmedAccount = true;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AccountPrincipal>()
            .AddUserConfirmation<AccountStanding>()
            .AddUserStore<Store>()
            .AddDefaultTokenProviders();
        services.AddOptions<IdentityOptions>().Configure<IOptions<AccountsOptions>>((identity, accounts) =>
            identity.Password.RequiredLength = accounts.Value.ShortestPassword);
        AddSessions(services, builder.Environment);
        AddActions(services);
    }

    /// <summary>After it is known who asks.</summary>
    public static void UseAccounts(this WebApplication app) => app.UsePersonalWords();

    public static void MapAccounts(this WebApplication app)
    {
        app.MapPasskeys();
        app.MapPictures();
    }

    private static void AddActions(IServiceCollection services)
    {
        services.AddSingleton<EndedSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<EndedSessions>());
        services.AddSingleton<INews>(provider => provider.GetRequiredService<EndedSessions>());
        services.AddSingleton<ForgetEnded>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgetEnded>());
        services.AddScoped<ReadAccount>();
        services.AddSingleton<Throttle>();
        services.AddSingleton<INews>(provider => provider.GetRequiredService<Throttle>());
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<Browsers>();
        services.AddSingleton<IAcquaintances>(provider => provider.GetRequiredService<Browsers>());
        services.AddScoped<PasswordCheck>();
        services.AddScoped<AccountMail>();
        services.AddScoped<ISampleLetters, SampleMail>();
        services.AddScoped<Arrivals>();
        services.AddScoped<Sessions>();
        services.AddScoped<NewAccount>();
        services.AddScoped<NewPassword>();
        services.AddScoped<SignUp>();
        services.AddScoped<ConfirmAddress>();
        services.AddScoped<FinishSignUp>();
        services.AddScoped<SignIn>();
        services.AddScoped<ForgotPassword>();
        services.AddScoped<ResetPassword>();
        services.AddScoped<Invite>();
        services.AddScoped<AcceptInvitation>();
        services.AddScoped<OfferSetup>();
        services.AddScoped<SwitchAccount>();
        services.AddSingleton<MailedCodes>();
        services.AddScoped<SessionBook>();
        services.AddScoped<ListSessions>();
        services.AddScoped<EndSessions>();
        services.AddPasskeys();
        services.AddScoped<SignInAgain>();
        services.AddScoped<SignOutThings>();
        services.AddScoped<SignOutEverywhere>();
        services.AddSecondStep();
        services.AddSecurityPages();
        services.AddPrivacy();
        services.AddProfile();
    }

    private static void AddSessions(IServiceCollection services, IHostEnvironment environment)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme)
            .Configure<IOptions<SiteOptions>, IOptions<AccountsOptions>, TimeProvider>((cookie, site, accounts, time) =>
            {
                Cookies.Shape(cookie.Cookie, "session", site.Value);
                cookie.TimeProvider = time;
                cookie.LoginPath = "/sign-in";
                cookie.AccessDeniedPath = "/error/403";
                cookie.ReturnUrlParameter = "next";
                cookie.ExpireTimeSpan = TimeSpan.FromDays(accounts.Value.SessionDays);
                cookie.SlidingExpiration = true;
                cookie.Events.OnValidatePrincipal = ValidateAsync;
                cookie.Events.OnRedirectToLogin = WithinTheSite(cookie.Events.OnRedirectToLogin);
                cookie.Events.OnRedirectToAccessDenied = ToKeeping(WithinTheSite(cookie.Events.OnRedirectToAccessDenied));

                // Where to go on to after signing in is the page's to say; the handler would send whatever stands in the address.
                cookie.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
            });
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Account, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser().RequireAssertion(context => !context.User.IsLeaving()))
            .AddPolicy(Policies.Operator, policy => _ = environment.IsDevelopment()
                ? policy.RequireAssertion(_ => true)
                : policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireClaim(Policies.OperatorClaim));
    }

    // The address comes whole, with whatever name and port the request called this server by; the path is all a browser needs (T100).
    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> WithinTheSite(Func<RedirectContext<CookieAuthenticationOptions>, Task> redirect) => context =>
    {
        context.RedirectUri = new Uri(context.RedirectUri).PathAndQuery;
        return redirect(context);
    };

    // Whoever comes back to an account that is being deleted has one thing to decide.
    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> ToKeeping(Func<RedirectContext<CookieAuthenticationOptions>, Task> redirect) => context =>
    {
        if (!context.HttpContext.User.IsLeaving())
        {
            return redirect(context);
        }

        context.Response.Redirect(LeavingModel.Path);
        return Task.CompletedTask;
    };

    private static Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // What a signed-in person saw is gone with the session: Back after signing out shows nothing.
        context.Response.Headers.CacheControl = "no-store";
        return context.HttpContext.RequestServices.GetRequiredService<Sessions>().CheckAsync(context);
    }
}
