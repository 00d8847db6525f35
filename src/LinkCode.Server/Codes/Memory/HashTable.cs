namespace LinkCode.Server.Codes.Memory;

/// <summary>
/// Finds places by hash: open addressing in one array of eight bytes a cell, so that a look-up is mostly one cell.
/// It keeps half of each hash and leaves it to the caller to compare the rest. Not safe for many threads.
/// </summary>
internal sealed class HashTable
{
    private const int Smallest = 16;
    private Cell[] cells = new Cell[Smallest];
    private int count;

    /// <summary>Adds a place under a hash; the caller knows that it is not there.</summary>
    public void Add(ulong hash, int place)
    {
        // Three quarters full is where open addressing begins to walk.
        if ((count + 1) * 4 > cells.Length * 3)
        {
            Resize(cells.Length * 2);
        }

        Put(cells, new Cell((uint)(hash >> 32) ^ (uint)hash, place + 1));
        count++;
    }

    /// <summary>Where a walk through the places of a hash begins.</summary>
    public Walk Find(ulong hash) => new(cells, (uint)(hash >> 32) ^ (uint)hash);

    /// <summary>Takes a place out.</summary>
    public void Remove(ulong hash, int place)
    {
        var mask = cells.Length - 1;
        var mark = (uint)(hash >> 32) ^ (uint)hash;
        var hole = (int)(mark & (uint)mask);
        while (cells[hole].Place != place + 1)
        {
            if (cells[hole].Place == 0)
            {
                return;
            }

            hole = (hole + 1) & mask;
        }

        // Those behind move up, so that no walk ends at the hole before it has found what it looks for.
        for (var next = (hole + 1) & mask; cells[next].Place != 0; next = (next + 1) & mask)
        {
            var home = (int)(cells[next].Mark & (uint)mask);
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                cells[hole] = cells[next];
                hole = next;
            }
        }

        cells[hole] = default;
        count--;
        if (cells.Length > Smallest && count * 8 < cells.Length)
        {
            Resize(cells.Length / 2);
        }
    }

    private static void Put(Cell[] cells, Cell cell)
    {
        var mask = cells.Length - 1;
        var at = (int)(cell.Mark & (uint)mask);
        while (cells[at].Place != 0)
        {
            at = (at + 1) & mask;
        }

        cells[at] = cell;
    }

    private void Resize(int length)
    {
        var next = new Cell[length];
        foreach (var cell in cells)
        {
            if (cell.Place != 0)
            {
                Put(next, cell);
            }
        }

        cells = next;
    }

    internal readonly record struct Cell(uint Mark, int Place);

    /// <summary>The places whose hash has the same mark, one after another.</summary>
    internal struct Walk(Cell[] cells, uint mark)
    {
        private int at = (int)(mark & (uint)(cells.Length - 1));

        public bool Next(out int place)
        {
            while (cells[at].Place != 0)
            {
                var cell = cells[at];
                at = (at + 1) & (cells.Length - 1);
                if (cell.Mark == mark)
                {
                    place = cell.Place - 1;
                    return true;
                }
            }

            place = 0;
            return false;
        }
    }
}
