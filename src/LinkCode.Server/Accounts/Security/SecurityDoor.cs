namespace LinkCode.Server.Accounts.Security;

/// <summary>The services of the pages about an account's safety.</summary>
internal static class SecurityDoor
{
    public static void AddSecurityPages(this IServiceCollection services)
    {
        services.AddScoped<ReadWaysIn>();
        services.AddScoped<ReadHappened>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<RemovePassword>();
    }
}
