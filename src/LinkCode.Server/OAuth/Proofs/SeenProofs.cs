using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Server.OAuth.Proofs;

/// <summary>
/// Remembers each proof for as long as it could be used again (RFC 9449 §11.1). Two generations take turns, so that forgetting
/// costs nothing. When more come than memory is given to, the older ones are forgotten early: whoever replays one then still
/// needs the code or token that it goes with.
/// </summary>
internal sealed class SeenProofs(TimeProvider time)
{
    private const int MostOfAGeneration = 100_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(6);
    private readonly Lock gate = new();
    private HashSet<UInt128> young = [];
    private HashSet<UInt128> old = [];
    private DateTimeOffset begun;

    /// <summary>Remembers a proof; false when it was seen before.</summary>
    public bool Add(string thumbprint, string id)
    {
        var hash = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(thumbprint + " " + id)));
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (now - begun >= Kept || young.Count >= MostOfAGeneration)
            {
                (old, young, begun) = (now - begun >= Kept + Kept ? [] : young, [], now);
            }

            return !old.Contains(hash) && young.Add(hash);
        }
    }
}
