namespace LinkCode.Device;

/// <summary>Says that a link is over.</summary>
/// <param name="failure">Why, and what to do next.</param>
public sealed class LinkLostEventArgs(LinkFailure failure) : EventArgs
{
    /// <summary>Why, and what to do next; its code is <c>link_lost</c>.</summary>
    public LinkFailure Failure { get; } = failure;
}
