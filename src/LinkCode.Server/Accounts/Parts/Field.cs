namespace LinkCode.Server.Accounts.Parts;

/// <summary>One field of a form as it is shown.</summary>
internal sealed record Field(string Id, string Label, string Type, string Autocomplete)
{
    public string? Value { get; init; }

    public string? Hint { get; init; }

    public Problem? Problem { get; init; }

    public int? MaxLength { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>A code: large, and left to right.</summary>
    public bool IsCode { get; init; }

    /// <summary>The keyboard a phone shows, where the type does not say it.</summary>
    public string? InputMode { get; init; }

    /// <summary>Whether typing can begin at once.</summary>
    public bool HasFocus { get; init; }

    /// <summary>Left out for what can stay empty.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>The ids of what explains the field, for those who cannot see it beside it.</summary>
    public string? DescribedBy => (Hint, Problem) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-hint {Id}-error",
    };

    /// <summary>Addresses and passwords read left to right everywhere; names as they are written.</summary>
    public string? Direction => Type == "text" && !IsCode ? null : "ltr";
}
