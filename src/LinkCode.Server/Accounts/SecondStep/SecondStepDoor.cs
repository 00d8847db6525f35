namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>The services of the second step: authenticator app, recovery codes, and the page between password and session.</summary>
internal static class SecondStepDoor
{
    public static void AddSecondStep(this IServiceCollection services)
    {
        services.AddSingleton<AuthenticatorKeys>();
        services.AddSingleton<CodeThrottle>();
        services.AddSingleton<HalfSignIns>();
        services.AddScoped<CheckCode>();
        services.AddScoped<FinishSignIn>();
        services.AddScoped<BeginAuthenticator>();
        services.AddScoped<ConfirmAuthenticator>();
        services.AddScoped<RemoveAuthenticator>();
        services.AddScoped<MakeRecoveryCodes>();
        services.AddScoped<RemoveSecondStep>();
    }
}
