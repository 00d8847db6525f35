namespace LinkCode.Device;

/// <summary>Linking, or the use of a link, did not succeed. <see cref="Failure"/> says why.</summary>
public sealed class LinkException : Exception
{
    internal LinkException(LinkFailure failure, Exception? cause = null)
        : base($"{failure.Sentence} {failure.NextStep} [{failure.Code}]", cause) => Failure = failure;

    /// <summary>What happened, with a code for programs and a sentence for people.</summary>
    public LinkFailure Failure { get; }
}
