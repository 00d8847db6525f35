namespace LinkCode.Server.OAuth;

internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning, "An old refresh token of device {DeviceId} of app {ClientId} was used; the device was removed")]
    public static partial void Replayed(this ILogger logger, Guid deviceId, string clientId);

    [LoggerMessage(601, LogLevel.Warning, "The authorization code of device {DeviceId} of app {ClientId} was used twice; the device was removed")]
    public static partial void CodeReplayed(this ILogger logger, Guid deviceId, string clientId);

    [LoggerMessage(602, LogLevel.Warning, "The rehearsal of a token answer failed; the first one will take longer")]
    public static partial void RehearsalFailed(this ILogger logger, Exception error);

    [LoggerMessage(603, LogLevel.Debug, "Tokens were rehearsed")]
    public static partial void Rehearsed(this ILogger logger);
}
