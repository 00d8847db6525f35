namespace LinkCode.Server.Accounts;

internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Warning, "Ended sign-ups, resets, invitations and sessions could not be deleted; it is tried again tomorrow")]
    public static partial void NotForgotten(this ILogger logger, Exception error);
}
