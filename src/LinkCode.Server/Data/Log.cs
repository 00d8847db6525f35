namespace LinkCode.Server.Data;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "A commit of {Count} writes failed; none of them was acknowledged")]
    public static partial void CommitFailed(this ILogger logger, Exception error, int count);

    [LoggerMessage(102, LogLevel.Warning, "Free pages could not be given back; the next time tries again")]
    public static partial void SpaceNotGiven(this ILogger logger, Exception error);

    [LoggerMessage(101, LogLevel.Warning, "The connection of the failed commit could not be closed")]
    public static partial void CloseFailed(this ILogger logger, Exception error);
}
