using System.CommandLine;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Apps;

/// <summary><c>LinkCode.Server apps add|list|remove</c>: which apps may ask for a link.</summary>
internal static class AppsCommand
{
    public static Command Create(Func<IServiceProvider> services) => new("apps", "Registers, lists and removes apps.")
    {
        AddAppCommand.Create(services),
        List(services),
        Remove(services),
    };

    private static Command List(Func<IServiceProvider> services)
    {
        var command = new Command("list", "Shows every registered app.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var apps = services().GetRequiredService<AppDirectory>();
            await apps.RefreshAsync(cancellation);
            await AppLines.WriteAsync(parsed.InvocationConfiguration.Output, [.. apps.All]);
            return 0;
        });
        return command;
    }

    private static Command Remove(Func<IServiceProvider> services)
    {
        var id = new Argument<string>("ID") { Description = "The app's id (client_id)." };
        var command = new Command("remove", "Removes an app: its codes end at once, and its devices are signed out at their next refresh.") { id };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var scope = services().CreateAsyncScope();
            var (clientId, output) = (parsed.GetRequiredValue(id), parsed.InvocationConfiguration);
            if (!await scope.ServiceProvider.GetRequiredService<RemoveApp>().RunAsync(clientId, cancellation))
            {
                await output.Error.WriteLineAsync($"There is no app called {clientId}. To see them all: apps list");
                return 1;
            }

            await output.Output.WriteLineAsync($"{clientId} is removed.");
            if (scope.ServiceProvider.GetRequiredService<IOptions<AppsOptions>>().Value.Registered.ContainsKey(clientId))
            {
                await output.Output.WriteLineAsync("It stands in the configuration (LinkCode:Apps:Registered) and comes back at the next start, unless you take it out there.");
            }

            return 0;
        });
        return command;
    }
}
