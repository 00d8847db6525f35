using LinkCode.Server.Platform;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Operator;

/// <summary>Says in plain lines what is wrong with the settings or the machine, where a stack trace would help nobody.</summary>
internal static class StartTrouble
{
    /// <summary>What sysexits.h calls EX_CONFIG; a service manager can be told not to try again.</summary>
    public const int ExitCode = 78;

    /// <summary>The lines to print, or null for what is a bug.</summary>
    public static string? Sentence(Exception error) => error switch
    {
        StartRefusedException => error.Message,
        OptionsValidationException settings => string.Join(Environment.NewLine, settings.Failures),
        AggregateException { InnerExceptions: var all } when all.All(one => Sentence(one) is not null) => string.Join(Environment.NewLine, all.Select(Sentence)),
        // A setting of the wrong type, such as a word where a number belongs.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => error.Message,
        IOException { InnerException: AddressInUseException } => error.Message + " Choose another one with --urls.",
        _ => null,
    };
}
