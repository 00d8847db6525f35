namespace LinkCode.Server.Accounts;

internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Warning, "Ended sign-ups, resets, invitations and sessions could not be deleted; it is tried again tomorrow")]
    public static partial void NotForgotten(this ILogger logger, Exception error);

    [LoggerMessage(701, LogLevel.Error, "An account whose time is over could not be deleted, or a person not warned of it; it is tried again in an hour")]
    public static partial void NotDeleted(this ILogger logger, Exception error);

    [LoggerMessage(702, LogLevel.Warning, "The accounts that are being deleted could not be read; it is tried again in an hour")]
    public static partial void LeavingUnread(this ILogger logger, Exception error);

    [LoggerMessage(703, LogLevel.Error, "A person's data could not be put together; it is tried again in half a minute")]
    public static partial void NotExported(this ILogger logger, Exception error);
}
