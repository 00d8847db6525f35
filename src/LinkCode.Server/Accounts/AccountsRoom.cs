using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary>The door of who somebody is: sign up, sign in, sign out, forgotten password.</summary>
internal static class AccountsRoom
{
    // OWASP's password storage sheet names this many rounds for PBKDF2 with HMAC-SHA-512.
    private const int PasswordRounds = 210_000;

    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordRounds);
        services.AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                options.SignIn.RequireConfirmedEmail = true;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddSignInManager()
            .AddEntityFrameworkStores<LinkCodeDb>()
            .AddDefaultTokenProviders();
        services.AddOptions<IdentityOptions>().Configure<IOptions<AccountsOptions>>((identity, accounts) =>
            identity.Password.RequiredLength = accounts.Value.ShortestPassword);
        services.AddScoped<ReadAccount>();
        AddSessions(services);
    }

    private static void AddSessions(IServiceCollection services)
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
            });
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Account, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireAuthenticatedUser())
            .AddPolicy(Policies.Operator, policy => policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme).RequireClaim(Policies.OperatorClaim));
    }
}
