using System.CommandLine;
using LinkCode.Server.Data;

namespace LinkCode.Server.Operator;

/// <summary><c>LinkCode.Server db copy --to CONNECTION</c>: takes everything from the SQLite file to an empty PostgreSQL database.</summary>
internal static class DatabaseCommand
{
    public static Command Create(Func<IServiceProvider> services)
    {
        var to = new Option<string>("--to") { Description = "How the empty database is reached: Host=…;Database=…;Username=…;Password=…, or a file that holds this.", Required = true };
        var copy = new Command("copy", "Copies the SQLite file and the keys into an empty PostgreSQL database, and compares. Stop the server first.") { to };
        copy.SetAction((parsed, cancellation) => RunAsync(services(), parsed.GetRequiredValue(to), parsed.InvocationConfiguration, cancellation));
        return new Command("db", "Works on the database as a whole.") { copy };
    }

    private static async Task<int> RunAsync(IServiceProvider services, string to, InvocationConfiguration terminal, CancellationToken cancellation)
    {
        if (services.GetRequiredService<IDatabase>().IsShared)
        {
            await terminal.Error.WriteLineAsync("LinkCode:Data:Provider is Postgres already. Run this with the settings of the SQLite server.");
            return 1;
        }

        await using var scope = services.CreateAsyncScope();
        var connection = File.Exists(to) ? (await File.ReadAllTextAsync(to, cancellation)).Trim() : to;
        switch (await scope.ServiceProvider.GetRequiredService<DatabaseCopy>().RunAsync(connection, cancellation))
        {
            case CopyAnswer.Copied(var tables):
                foreach (var table in tables)
                {
                    await terminal.Output.WriteLineAsync($"{table.Rows,9}  {table.Fingerprint[..16]}  {table.Name}");
                }

                await terminal.Output.WriteLineAsync("Everything is copied and compared. Now set LinkCode:Data:Provider to Postgres and LinkCode:Data:Connection; keep the same key secret.");
                return 0;
            case CopyAnswer.NotEmpty:
                await terminal.Error.WriteLineAsync("That database has tables already. Nothing was changed; give an empty one.");
                return 1;
            case CopyAnswer.Different(var name):
                await terminal.Error.WriteLineAsync($"The table {name} did not arrive as it was. Nothing was kept.");
                return 1;
            default:
                throw new InvalidOperationException("Copying answered something new.");
        }
    }
}
