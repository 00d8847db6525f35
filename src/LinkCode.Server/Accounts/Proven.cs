namespace LinkCode.Server.Accounts;

/// <summary>How and when a person proved who they are, for whoever wants to know how sure that is.</summary>
internal sealed record Proven(IReadOnlyList<string> Methods, DateTimeOffset At)
{
    /// <summary>What it amounts to, of <see cref="Accounts.Strength"/>.</summary>
    public string Strength => Accounts.Strength.Of(Methods);

    /// <summary>The methods as one text, to be kept or carried.</summary>
    public string Words => string.Join(' ', Methods);

    /// <summary>What was kept or carried; null when nobody noted it.</summary>
    public static Proven? Read(string? words, DateTimeOffset? at) =>
        words is not null && at is { } time ? new Proven(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), time) : null;
}
