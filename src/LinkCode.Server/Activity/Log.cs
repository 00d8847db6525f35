namespace LinkCode.Server.Activity;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "Mail {Mail} was not accepted ({Kind}) and waits until {Again}")]
    public static partial void MailWaits(this ILogger logger, long mail, string kind, DateTimeOffset again);

    [LoggerMessage(201, LogLevel.Error, "Mail {Mail} was given up ({Kind})")]
    public static partial void MailGivenUp(this ILogger logger, long mail, string kind);

    [LoggerMessage(202, LogLevel.Error, "The outbox could not be read; it is tried again in half a minute")]
    public static partial void OutboxUnreadable(this ILogger logger, Exception error);

    [LoggerMessage(203, LogLevel.Warning, "Old mails and events could not be deleted; it is tried again tomorrow")]
    public static partial void NotForgotten(this ILogger logger, Exception error);
}
