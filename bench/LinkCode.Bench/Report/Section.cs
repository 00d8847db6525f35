namespace LinkCode.Bench.Report;

/// <summary>What one measurement has to say.</summary>
internal sealed class Section(string key, string title)
{
    public string Key => key;

    public string Title => title;

    public List<string> Words { get; } = [];

    public Table? Table { get; set; }

    public List<Bar> Bars { get; } = [];

    public Plot? Plot { get; set; }
}

/// <summary>One line that has to be reached, and whether it was.</summary>
internal sealed record Bar(string Name, double Value, string Wanted, bool IsMet)
{
    public static Bar AtLeast(string name, double value, double least) => new(name, value, $"at least {Numbers.Short(least)}", value >= least);

    public static Bar AtMost(string name, double value, double most) => new(name, value, $"at most {Numbers.Short(most)}", value <= most);
}
