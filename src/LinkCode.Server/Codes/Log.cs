namespace LinkCode.Server.Codes;

internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Warning, "Ended link requests could not be deleted; the next sweep tries again")]
    public static partial void SweepFailed(this ILogger logger, Exception error);
}
