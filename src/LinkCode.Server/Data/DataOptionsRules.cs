using Microsoft.Extensions.Options;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>What a range cannot say: PostgreSQL has to be told where it is, and the words have to be ones it knows.</summary>
internal sealed class DataOptionsRules : IValidateOptions<DataOptions>
{
    public ValidateOptionsResult Validate(string? name, DataOptions options)
    {
        if (options.Provider != DatabaseProvider.Postgres)
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            return ConnectionOf(options) is { Host.Length: > 0, Database.Length: > 0 }
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("LinkCode:Data:Connection (or LinkCode:Data:ConnectionFile) is missing its Host or Database. Write Host=db.example.org;Database=linkcode;Username=linkcode;Password=…");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"LinkCode:Data:ConnectionFile cannot be read: {error.Message}");
        }
        catch (ArgumentException error)
        {
            // The exception names the word that is wrong, never a value.
            return ValidateOptionsResult.Fail($"LinkCode:Data:Connection cannot be understood: {error.Message}");
        }
    }

    internal static NpgsqlConnectionStringBuilder ConnectionOf(DataOptions options) =>
        new(options.ConnectionFile.Length > 0 ? File.ReadAllText(options.ConnectionFile).Trim() : options.Connection);
}
