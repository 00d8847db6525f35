namespace LinkCode.Server.Data;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "A commit of {Count} writes failed; none of them was acknowledged")]
    public static partial void CommitFailed(this ILogger logger, Exception error, int count);

    [LoggerMessage(101, LogLevel.Warning, "The connection of the failed commit could not be closed")]
    public static partial void CloseFailed(this ILogger logger, Exception error);
}
