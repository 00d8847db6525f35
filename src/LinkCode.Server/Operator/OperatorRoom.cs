using LinkCode.Server.Operator.Setup;

namespace LinkCode.Server.Operator;

/// <summary>The door of what the people who run the server use.</summary>
internal static class OperatorRoom
{
    public static void AddOperator(this WebApplicationBuilder builder)
    {
        builder.AddSetup();
        builder.Services.AddHostedService<Greeting>();
    }
}
