namespace LinkCode.Server.Data;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "A commit of {Count} writes failed; none of them was acknowledged")]
    public static partial void CommitFailed(this ILogger logger, Exception error, int count);

    [LoggerMessage(101, LogLevel.Warning, "The connection of the failed commit could not be closed")]
    public static partial void CloseFailed(this ILogger logger, Exception error);

    [LoggerMessage(102, LogLevel.Warning, "Other nodes cannot be heard; what they change is read every two seconds until they can")]
    public static partial void ListenerLost(this ILogger logger, Exception error);

    [LoggerMessage(103, LogLevel.Information, "Other nodes are heard again")]
    public static partial void ListenerBack(this ILogger logger);

    [LoggerMessage(104, LogLevel.Warning, "News of another node could not be used; what it told is read again within seconds")]
    public static partial void NewsNotUsed(this ILogger logger, Exception error);

    [LoggerMessage(105, LogLevel.Warning, "Other nodes could not be told of tries counted here")]
    public static partial void TalkFailed(this ILogger logger, Exception error);

    [LoggerMessage(106, LogLevel.Warning, "Free pages could not be given back; the next time tries again")]
    public static partial void SpaceNotGiven(this ILogger logger, Exception error);
}
