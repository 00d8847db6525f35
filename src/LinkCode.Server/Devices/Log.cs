namespace LinkCode.Server.Devices;

internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Warning, "The owner of device {DeviceId}, linked from {Network}, did not know it; it was removed")]
    public static partial void NotMine(this ILogger logger, Guid deviceId, string network);
}
