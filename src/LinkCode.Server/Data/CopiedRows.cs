using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LinkCode.Server.Data;

/// <summary>Which rows of a table <see cref="DatabaseCopy"/> takes along: all, unless its room says otherwise.</summary>
internal static class CopiedRows
{
    private const string Note = "LinkCode:CopiedWhere";

    /// <param name="table">The table.</param>
    /// <param name="condition">SQL; <c>$1</c> is the time of copying, in ticks.</param>
    public static void IsCopiedWhere<T>(this EntityTypeBuilder<T> table, string condition)
        where T : class => table.HasAnnotation(Note, condition);

    public static string Of(ITable table) => table.EntityTypeMappings.First().TypeBase[Note] is string condition ? " WHERE " + condition : "";
}
