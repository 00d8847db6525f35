namespace LinkCode.Server.Accounts.Profile;

/// <summary>A person as pages draw one: the picture, or the first letters of the name.</summary>
internal sealed record Face(string Name, string? Picture)
{
    /// <summary>One of the style sheet's calm colours, always the same for a name.</summary>
    public string Colour => "face-" + (Name.Sum(letter => letter) % 6);
}
