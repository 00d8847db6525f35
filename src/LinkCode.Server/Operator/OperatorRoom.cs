using LinkCode.Server.Accounts;
using LinkCode.Server.Operator.Setup;
using LinkCode.Server.Operator.Television;
using Microsoft.AspNetCore.Identity;

namespace LinkCode.Server.Operator;

/// <summary>The door of what the people who run the server use.</summary>
internal static class OperatorRoom
{
    public static void AddOperator(this WebApplicationBuilder builder)
    {
        builder.AddSetup();
        builder.Services.AddHostedService<Greeting>();
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.AddAuthorizationBuilder().AddPolicy(TelevisionModel.Policy, policy => policy
            .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme)
            .RequireAssertion(context => isDevelopment || context.User.HasClaim(claim => claim.Type == Policies.OperatorClaim)));
    }
}
