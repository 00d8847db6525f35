namespace LinkCode.Server.Operator.Setup;

/// <summary>The setup of the first operator; Development needs none, because it shows everything to everybody.</summary>
internal static class SetupDoor
{
    public static void AddSetup(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SetupFile>();
        if (!builder.Environment.IsDevelopment())
        {
            builder.Services.AddHostedService<SetupAddress>();
        }
    }
}
