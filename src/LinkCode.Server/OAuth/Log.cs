namespace LinkCode.Server.OAuth;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning, "An old refresh token of device {DeviceId} of app {ClientId} was used; the device was removed")]
    public static partial void Replayed(this ILogger logger, Guid deviceId, string clientId);

    [LoggerMessage(601, LogLevel.Warning, "The authorization code of device {DeviceId} of app {ClientId} was used twice; the device was removed")]
    public static partial void CodeReplayed(this ILogger logger, Guid deviceId, string clientId);
}
