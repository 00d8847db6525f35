using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Data;

/// <summary>
/// Indexes that only a database of several nodes needs. One node alone decides in its memory what is taken, and an index
/// without order would cost its file a page for each new row (decision 0017).
/// </summary>
internal static class OnlyAmongNodes
{
    private const string Note = "LinkCode:OnlyAmongNodes";

    public static void IsOnlyAmongNodes<T>(this IndexBuilder<T> index) => index.HasAnnotation(Note, true);

    /// <summary>Keeps or drops those indexes, once all tables are known.</summary>
    public static void DecideOnlyAmongNodes(this ModelBuilder builder, bool isShared)
    {
        foreach (var table in builder.Model.GetEntityTypes())
        {
            foreach (var index in table.GetDeclaredIndexes().Where(index => index.RemoveAnnotation(Note) is not null).ToList())
            {
                if (!isShared)
                {
                    table.RemoveIndex(index);
                }
            }
        }
    }
}
