namespace LinkCode.Server.Data;

/// <summary>What a room wants to hear of what other nodes do. Only a database that several nodes share tells anything.</summary>
internal interface INews
{
    /// <summary>The first word of the news it wants.</summary>
    string Word { get; }

    /// <summary>One piece of news, without its first word. It may be this node's own, come twice, or come late.</summary>
    ValueTask HeardAsync(string[] words, CancellationToken cancellation);

    /// <summary>Nothing is heard from now on: what memory holds may grow old.</summary>
    void Lost()
    {
        // Most news is of what stays so.
    }

    /// <summary>Reads what may have been missed: every two seconds a little, and all of it when the ear was lost and is back.</summary>
    Task CatchUpAsync(bool wasLost, CancellationToken cancellation) => Task.CompletedTask;
}
