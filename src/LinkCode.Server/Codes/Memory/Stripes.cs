namespace LinkCode.Server.Codes.Memory;

/// <summary>A second way to places: by the hash of something else than their id. Each stripe has a gate of its own.</summary>
internal sealed class Stripes
{
    private const int Number = 64;
    private readonly Stripe[] stripes = [.. Enumerable.Range(0, Number).Select(_ => new Stripe())];

    public Stripe this[ulong hash] => stripes[(int)(hash % Number)];

    /// <summary>Held before a shard's gate, never after it.</summary>
    internal sealed class Stripe
    {
        public Lock Gate { get; } = new();

        public HashTable Places { get; } = new();
    }
}
