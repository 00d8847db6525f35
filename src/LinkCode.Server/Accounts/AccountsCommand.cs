using System.CommandLine;

namespace LinkCode.Server.Accounts;

/// <summary><c>LinkCode.Server accounts disable|enable ADDRESS</c>: switches an account off, or on again.</summary>
internal static class AccountsCommand
{
    public static Command Create(Func<IServiceProvider> services) => new("accounts", "Switches accounts off and on.")
    {
        Switch("disable", "Switches an account off: it signs in nowhere, and its sessions end within a minute.", on: false, services),
        Switch("enable", "Switches an account on again.", on: true, services),
    };

    private static Command Switch(string name, string description, bool on, Func<IServiceProvider> services)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The mail address of the account." };
        var command = new Command(name, description) { address };
        command.SetAction(async (parsed, _) =>
        {
            await using var scope = services().CreateAsyncScope();
            var output = parsed.InvocationConfiguration;
            if (await scope.ServiceProvider.GetRequiredService<SwitchAccount>().RunAsync(parsed.GetRequiredValue(address), on))
            {
                await output.Output.WriteLineAsync(on ? "The account is switched on." : "The account is switched off.");
                return 0;
            }

            await output.Error.WriteLineAsync("Nobody here has this address.");
            return 1;
        });
        return command;
    }
}
