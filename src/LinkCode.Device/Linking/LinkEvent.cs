namespace LinkCode.Device;

/// <summary>What happens while a device waits to be linked. <see cref="IsLast"/> tells the events that end it.</summary>
public abstract record LinkEvent
{
    private LinkEvent()
    {
    }

    /// <summary>Whether nothing comes after this event.</summary>
    public virtual bool IsLast => false;

    /// <summary>A code is there: show it.</summary>
    /// <param name="Prompt">What to show and say.</param>
    /// <param name="Link">The waiting link, to be saved if a restart should go on with it.</param>
    public sealed record CodeReady(LinkPrompt Prompt, PendingLink Link) : LinkEvent;

    /// <summary>Nobody has entered the code yet.</summary>
    /// <param name="Remaining">How long the code still works.</param>
    public sealed record Waiting(TimeSpan Remaining) : LinkEvent;

    /// <summary>Somebody has entered the code and looks at the question. Only servers that send <c>link_status</c> tell.</summary>
    /// <param name="Confirm">A two-digit number to show, if the server sent one: the page may ask for it, as proof that the person sees this screen.</param>
    /// <param name="Remaining">How long the code still works.</param>
    public sealed record Claimed(string? Confirm, TimeSpan Remaining) : LinkEvent;

    /// <summary>The person has said yes, and somebody else, such as a parent, has to agree.</summary>
    /// <param name="Remaining">How long that may take.</param>
    public sealed record WaitingForGuardian(TimeSpan Remaining) : LinkEvent;

    /// <summary>The server cannot be reached, or is in trouble. Nothing is lost: it is tried again.</summary>
    /// <param name="RetryIn">When it is tried again.</param>
    /// <param name="Reason">What went wrong, for developers.</param>
    public sealed record NetworkTrouble(TimeSpan RetryIn, string Reason) : LinkEvent;

    /// <summary>The code ran out and there is a new one: show it in the old one's place.</summary>
    /// <param name="Prompt">What to show and say.</param>
    /// <param name="Link">The waiting link.</param>
    /// <param name="Renewal">Which renewal this is, from 1.</param>
    public sealed record CodeRenewed(LinkPrompt Prompt, PendingLink Link, int Renewal) : LinkEvent;

    /// <summary>The device is linked.</summary>
    /// <param name="Session">Gives access tokens for as long as the link lives.</param>
    public sealed record Linked(LinkedSession Session) : LinkEvent
    {
        /// <inheritdoc/>
        public override bool IsLast => true;
    }

    /// <summary>The person said no (RFC 8628 section 3.5, <c>access_denied</c>).</summary>
    public sealed record Denied : LinkEvent
    {
        /// <inheritdoc/>
        public override bool IsLast => true;
    }

    /// <summary>The last code ran out (RFC 8628 section 3.5, <c>expired_token</c>).</summary>
    public sealed record Expired : LinkEvent
    {
        /// <inheritdoc/>
        public override bool IsLast => true;
    }

    /// <summary>It cannot work like this.</summary>
    /// <param name="Failure">Why, and what to do next.</param>
    public sealed record Failed(LinkFailure Failure) : LinkEvent
    {
        /// <inheritdoc/>
        public override bool IsLast => true;
    }
}
