namespace LinkCode.Server.Data;

/// <summary>
/// What one room, or a part of it, keeps of a person. Whoever adds a table that names a person fills this, so that the export tells it
/// and a deletion takes it; a test walks all tables and finds those that nobody answers for.
/// </summary>
internal interface IPersonalData
{
    /// <summary>The tables it answers for.</summary>
    IReadOnlyCollection<Type> Tables { get; }

    /// <summary>All it has of a person, in the language of the moment, without what would open the account.</summary>
    Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation);

    /// <summary>Deletes it for good. It may have to be done again after a crash, so what is gone already is no mistake.</summary>
    Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation);
}

/// <summary>By what rooms know a person.</summary>
/// <param name="FormerAddresses">Those given up not long ago, except what is somebody else's by now.</param>
internal sealed record PersonalOwner(Guid AccountId, string Address, IReadOnlyList<string> FormerAddresses)
{
    /// <summary>The address as it is compared: letters of one case.</summary>
    public string AnyCase => Address.ToUpperInvariant();

    public override string ToString() => "(a person)";
}

/// <summary>Things of one kind, such as all devices.</summary>
/// <param name="Name">What programs call it, for example <c>devices</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Entries">Each as its facts, in the order to read them.</param>
internal sealed record PersonalSection(string Name, string Title, IReadOnlyList<IReadOnlyList<PersonalFact>> Entries);

/// <summary>One thing that is known.</summary>
/// <param name="Name">What programs call it, for example <c>linkedAt</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Value">A text, number, yes or no, or time; null when there is none.</param>
/// <param name="Words">The value as people read it, where that is not the value itself.</param>
internal sealed record PersonalFact(string Name, string Title, object? Value, string? Words = null);
