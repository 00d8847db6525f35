namespace LinkCode.Server.Accounts;

/// <summary>Where a form came from: the network, and what its browser's <c>known</c> cookie says.</summary>
internal sealed record Visitor(string Network, KnownBrowser? Browser = null)
{
    /// <summary>This browser's id, when it was signed in to the account before.</summary>
    public Guid? KnownBrowserOf(Account? account) =>
        account is not null && Browser?.Accounts.Contains(account.Id) == true ? Browser.Id : null;
}

/// <summary>A browser and the accounts it was signed in to, the latest first.</summary>
internal sealed record KnownBrowser(Guid Id, IReadOnlyList<Guid> Accounts);
