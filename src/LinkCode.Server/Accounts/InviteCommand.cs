using System.CommandLine;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts;

/// <summary><c>LinkCode.Server invite ADDRESS</c>: lets one more person in.</summary>
internal static class InviteCommand
{
    public static Command Create(Func<IServiceProvider> services)
    {
        var address = new Argument<string>("ADDRESS") { Description = "The mail address of the person to invite." };
        var command = new Command("invite", "Invites somebody to make an account: a mail is sent, and its link is printed.") { address };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var scope = services().CreateAsyncScope();
            var output = parsed.InvocationConfiguration;
            if (scope.ServiceProvider.GetRequiredService<IOptions<AccountsOptions>>().Value.SignUp == SignUpRule.Closed)
            {
                await output.Error.WriteLineAsync("Sign-up is closed, so an invitation would not work. Set LinkCode:Accounts:SignUp to Invited first.");
                return 1;
            }

            var answer = await scope.ServiceProvider.GetRequiredService<Invite>().RunAsync(parsed.GetRequiredValue(address), cancellation);
            if (answer is InviteAnswer.Invited(var path))
            {
                var site = scope.ServiceProvider.GetRequiredService<IOptions<SiteOptions>>().Value;
                await output.Output.WriteLineAsync($"The running server sends the invitation by mail. It works once, for seven days. The same link, to pass on yourself:\n{site.Link(path)}");
                return 0;
            }

            await output.Error.WriteLineAsync(answer is InviteAnswer.AlreadyHere ? "This address has an account already." : "This is not a mail address.");
            return 1;
        });
        return command;
    }
}
