namespace LinkCode.Server.Accounts;

/// <summary>What is signed in to an account beside its browsers: links on their way, and then devices.</summary>
internal interface ILinkedThings
{
    /// <summary>Signs all of it out, at once. Call it outside of any transaction.</summary>
    /// <param name="network">Where it is asked for, or empty at an operator's word.</param>
    Task SignOutAllAsync(Guid accountId, string network, CancellationToken cancellation);
}
