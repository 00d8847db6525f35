using LinkCode.Server.Operator.Setup;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LinkCode.Server.Operator;

/// <summary>The door of what the people who run the server use.</summary>
internal static class OperatorRoom
{
    public static void AddOperator(this WebApplicationBuilder builder)
    {
        builder.AddSetup();
        builder.Services.AddHostedService<Greeting>();
        if (!builder.Environment.IsDevelopment())
        {
            // They show what nobody outside Development has a use for, so there they do not exist.
            builder.Services.Configure<RazorPagesOptions>(options =>
            {
                options.Conventions.AddFolderRouteModelConvention("/Operator/Design", route => route.Selectors.Clear());
                options.Conventions.AddFolderRouteModelConvention("/Operator/SentMail", route => route.Selectors.Clear());
            });
        }
    }
}
