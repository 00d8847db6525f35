namespace LinkCode.Server.Accounts.Security;

/// <summary>Lines of the audit trail, beside the time and the network they are read on.</summary>
internal sealed record HappenedListModel(IReadOnlyList<Happened> Happened, DateTimeOffset Now, string Network);
