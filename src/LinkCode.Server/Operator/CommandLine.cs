using System.CommandLine;
using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Operator.Doctor;

namespace LinkCode.Server.Operator;

/// <summary>The commands of whoever runs the server. Without one of them the program serves.</summary>
internal static class CommandLine
{
    /// <summary>Whether the first word is a command, and not a setting for the server.</summary>
    public static bool Knows(string[] args) =>
        args.Length > 0 && (args[0] is "--help" or "-h" or "-?" || Create(() => throw new InvalidOperationException("Only the names are asked for.")).Subcommands.Any(command => command.Name == args[0]));

    public static async Task<int> RunAsync(string[] args, Func<Task<WebApplication>> open)
    {
        // Most commands work on the database of this installation; the doctor needs none, so nothing is opened for it.
        var app = new Lazy<WebApplication>(() => open().GetAwaiter().GetResult());
        try
        {
            return await Create(() => app.Value.Services).Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        finally
        {
            if (app.IsValueCreated)
            {
                await app.Value.DisposeAsync();
            }
        }
    }

    private static RootCommand Create(Func<IServiceProvider> services) => new("LinkCode: link devices to accounts. Without a command it serves; settings are --Name value.")
    {
        InviteCommand.Create(services),
        AccountsCommand.Create(services),
        AppsCommand.Create(services),
        DatabaseCommand.Create(services),
        DoctorCommand.Create(),
    };
}
