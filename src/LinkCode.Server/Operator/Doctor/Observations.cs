namespace LinkCode.Server.Operator.Doctor;

/// <summary>Collects what one rule saw in several attempts, so that a table row names every deviation and not just the first.</summary>
internal sealed class Observations
{
    private readonly Lock parts = new();
    private readonly List<string> broken = [];
    private readonly List<string> unseen = [];

    public void Expect(bool kept, string otherwise)
    {
        if (!kept)
        {
            lock (parts)
            {
                broken.Add(otherwise);
            }
        }
    }

    /// <summary>For what we ask beyond the standard, so that a peer is not blamed for keeping only the standard.</summary>
    public void ExpectOurs(bool kept, string otherwise) => Expect(kept, $"{otherwise} [ours]");

    public void Unseen(string what)
    {
        lock (parts)
        {
            unseen.Add(what);
        }
    }

    public Finding Finding => broken.Count > 0
        ? new Finding.Broken(string.Join("; ", broken.Distinct()))
        : new Finding.Held(unseen.Count > 0 ? string.Join("; ", unseen) : null);
}
