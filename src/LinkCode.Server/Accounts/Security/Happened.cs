namespace LinkCode.Server.Accounts.Security;

/// <summary>What happened to an account, as its owner reads it.</summary>
/// <param name="What">The word of the room it happened in.</param>
internal sealed record Happened(long Id, DateTimeOffset At, string What, string Network);
