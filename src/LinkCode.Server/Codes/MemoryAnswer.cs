namespace LinkCode.Server.Codes;

/// <summary>What memory alone can tell a polling device.</summary>
internal enum MemoryWord
{
    /// <summary>Nothing: the database has to be asked.</summary>
    None,

    /// <summary>Not yet; the number is the seconds the code still lives.</summary>
    Pending,

    /// <summary>Too early; the number is the interval in seconds from now on.</summary>
    SlowDown,
}

/// <summary>An answer from memory; a value, so that a waiting poll leaves nothing behind for the collector.</summary>
internal readonly record struct MemoryAnswer(MemoryWord Word, LinkState State, int ConfirmNumber, int Number)
{
    /// <summary>The same answer for those who know all answers; null for none.</summary>
    public PollAnswer? Whole => Word switch
    {
        MemoryWord.Pending => new PollAnswer.Pending(State, ConfirmNumber, Number),
        MemoryWord.SlowDown => new PollAnswer.SlowDown(Number),
        _ => null,
    };
}
