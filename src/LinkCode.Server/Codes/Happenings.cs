namespace LinkCode.Server.Codes;

/// <summary>The words of this room in the audit trail.</summary>
internal static class Happenings
{
    public const string Approved = "link.approved";
    public const string Withdrawn = "link.withdrawn";
}
