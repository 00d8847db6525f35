namespace LinkCode.Server.Operator.Doctor;

/// <summary>Whether there is anything to examine.</summary>
internal abstract record Meeting
{
    private Meeting()
    {
    }

    internal sealed record Met(Patient Patient) : Meeting;

    internal sealed record Unreachable(string Why) : Meeting;
}
