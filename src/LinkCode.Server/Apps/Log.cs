namespace LinkCode.Server.Apps;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Warning, "The registered apps could not be read; the last known ones stay in use")]
    public static partial void RefreshFailed(this ILogger logger, Exception error);

    [LoggerMessage(301, LogLevel.Information, "App {ClientId} was registered")]
    public static partial void Registered(this ILogger logger, string clientId);

    [LoggerMessage(302, LogLevel.Information, "App {ClientId} was removed")]
    public static partial void Removed(this ILogger logger, string clientId);
}
