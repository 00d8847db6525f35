namespace LinkCode.Server.Codes.Memory;

/// <summary>
/// Room for slots, in pieces of 28 kB: it grows without copying, and a piece that has become empty is given back.
/// Not safe for many threads.
/// </summary>
internal sealed class SlotSlab
{
    private const int PieceBits = 8;
    private const int PieceSize = 1 << PieceBits;
    private const int None = -1;
    private readonly List<Piece> pieces = [];
    private int lowestWithRoom;

    public int Count { get; private set; }

    /// <summary>One more than the highest place that may be taken.</summary>
    public int End => pieces.Count * PieceSize;

    public ref LinkSlot this[int place] => ref pieces[place >> PieceBits].Slots![place & (PieceSize - 1)];

    /// <summary>Whether a place is taken; the empty id is nobody's.</summary>
    public bool IsTaken(int place) => pieces[place >> PieceBits].Slots is { } slots && slots[place & (PieceSize - 1)].Id != Guid.Empty;

    /// <summary>Takes the lowest piece's next free place, so that the pieces behind it can run empty.</summary>
    public int Take()
    {
        while (lowestWithRoom < pieces.Count && pieces[lowestWithRoom].Taken == PieceSize)
        {
            lowestWithRoom++;
        }

        if (lowestWithRoom == pieces.Count)
        {
            pieces.Add(new Piece());
        }

        Count++;
        return (lowestWithRoom << PieceBits) + pieces[lowestWithRoom].Take();
    }

    public void Free(int place)
    {
        var number = place >> PieceBits;
        pieces[number].Free(place & (PieceSize - 1));
        lowestWithRoom = Math.Min(lowestWithRoom, number);
        Count--;
        while (pieces.Count > 1 && pieces[^1].Taken == 0)
        {
            pieces.RemoveAt(pieces.Count - 1);
        }
    }

    private sealed class Piece
    {
        private int nextFree = None;
        private int used;

        public LinkSlot[]? Slots { get; private set; }

        public int Taken { get; private set; }

        public int Take()
        {
            Slots ??= new LinkSlot[PieceSize];
            Taken++;
            if (nextFree == None)
            {
                return used++;
            }

            var place = nextFree;
            nextFree = Slots[place].App;
            return place;
        }

        public void Free(int place)
        {
            Slots![place] = new LinkSlot { App = nextFree };
            nextFree = place;
            if (--Taken == 0)
            {
                (Slots, nextFree, used) = (null, None, 0);
            }
        }
    }
}
