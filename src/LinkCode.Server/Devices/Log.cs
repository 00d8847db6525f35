namespace LinkCode.Server.Devices;

internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Warning, "The owner of device {DeviceId}, linked from {Network}, did not know it; it was removed")]
    public static partial void NotMine(this ILogger logger, Guid deviceId, string network);

    [LoggerMessage(501, LogLevel.Warning, "Devices removed long ago could not be deleted; it is tried again tomorrow")]
    public static partial void NotForgotten(this ILogger logger, Exception error);

    [LoggerMessage(502, LogLevel.Warning, "Which devices were replaced by {DeviceId} could not be read; their access tokens end with their time")]
    public static partial void ReplacedUnread(this ILogger logger, Exception error, Guid deviceId);

    [LoggerMessage(503, LogLevel.Warning, "People could not be asked to look through what is linked; it is tried again in an hour")]
    public static partial void NotReminded(this ILogger logger, Exception error);
}
