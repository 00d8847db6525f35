namespace LinkCode.Server.Codes;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Ended link requests could not be deleted; the next sweep tries again")]
    public static partial void SweepFailed(this ILogger logger, Exception error);

    [LoggerMessage(402, LogLevel.Warning, "A code could not be kept alive for somebody on the way to sign in")]
    public static partial void HoldFailed(this ILogger logger, Exception error);

    [LoggerMessage(401, LogLevel.Warning, "Somebody was asked to type a code of app {AppId} that came from {Network}; it had reached them by {Source}")]
    public static partial void Reported(this ILogger logger, Guid appId, string network, string source);
}
