using System.CommandLine;
using LinkCode.Server.Accounts.SecondStep;

namespace LinkCode.Server.Accounts;

/// <summary><c>LinkCode.Server accounts disable|enable|sign-out|remove-second-step ADDRESS</c>: what an operator does to one account.</summary>
internal static class AccountsCommand
{
    private const string NobodyHere = "Nobody here has this address.";

    public static Command Create(Func<IServiceProvider> services) => new("accounts", "Switches accounts off and on, signs them out, and helps who lost the second step.")
    {
        Verb("disable", "Switches an account off: it signs in nowhere, and its sessions end within a minute.", services, async (scope, address, _) =>
            await scope.GetRequiredService<SwitchAccount>().RunAsync(address, on: false) ? (true, "The account is switched off.") : (false, NobodyHere)),
        Verb("enable", "Switches an account on again.", services, async (scope, address, _) =>
            await scope.GetRequiredService<SwitchAccount>().RunAsync(address, on: true) ? (true, "The account is switched on.") : (false, NobodyHere)),
        Verb("sign-out", "Signs an account out of every browser, within a minute, and of every device.", services, async (scope, address, cancellation) =>
            await scope.GetRequiredService<SignOutEverywhere>().RunAsync(address, cancellation) ? (true, "The account is signed out everywhere.") : (false, NobodyHere)),
        Verb("remove-second-step", "Takes authenticator app and recovery codes off an account whose owner lost both, and signs it out everywhere.", services, RemoveSecondStepAsync),
    };

    private static async Task<(bool IsDone, string Words)> RemoveSecondStepAsync(IServiceProvider scope, string address, CancellationToken cancellation) =>
        await scope.GetRequiredService<RemoveSecondStep>().RunAsync(address, cancellation) switch
        {
            RemoveStepAnswer.Removed => (true, "The app and the recovery codes are off the account, and it is signed out everywhere. A letter tells its owner, who can make a new password by mail now. Passkeys stay; the owner removes what is lost."),
            RemoveStepAnswer.NothingThere => (false, "This account has neither an authenticator app nor recovery codes. Nothing was changed."),
            _ => (false, NobodyHere),
        };

    private static Command Verb(string name, string description, Func<IServiceProvider> services, Func<IServiceProvider, string, CancellationToken, Task<(bool IsDone, string Words)>> work)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The mail address of the account." };
        var command = new Command(name, description) { address };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var scope = services().CreateAsyncScope();
            var output = parsed.InvocationConfiguration;
            var (isDone, words) = await work(scope.ServiceProvider, parsed.GetRequiredValue(address), cancellation);
            await (isDone ? output.Output : output.Error).WriteLineAsync(words);
            return isDone ? 0 : 1;
        });
        return command;
    }
}
