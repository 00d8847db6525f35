namespace LinkCode.Server.Accounts;

/// <summary>What is signed in to an account beside its browsers, filled by the room of devices.</summary>
internal interface ILinkedThings
{
    /// <summary>Signs all of it out, at once. Call it outside of any transaction.</summary>
    Task SignOutAllAsync(Guid accountId, CancellationToken cancellation);
}
