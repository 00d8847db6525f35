using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LinkCode.Tests.Data;

/// <summary>The models that the server starts with are built beforehand (decision 0027); a forgotten <c>./do models</c> is found here.</summary>
public sealed class BuiltModels
{
    // Everything but annotations, of which a model that is served from keeps only some.
    private const MetadataDebugStringOptions What = MetadataDebugStringOptions.LongDefault & ~MetadataDebugStringOptions.IncludeAnnotations;

    [Fact]
    public void Sqlite_starts_with_the_model_that_the_rooms_describe()
    {
        using var db = ((IDesignTimeDbContextFactory<SqliteLinkCodeDb>)new DesignTime()).CreateDbContext([]);
        SaysTheSame(db);
    }

    [Fact]
    public void Postgres_starts_with_the_model_that_the_rooms_describe()
    {
        using var db = ((IDesignTimeDbContextFactory<PostgresLinkCodeDb>)new DesignTime()).CreateDbContext([]);
        SaysTheSame(db);
    }

    private static void SaysTheSame(DbContext db)
    {
        // Without a built model EF makes one from what the rooms describe, and serves that.
        Assert.Equal(db.GetType().Name + "Model", db.Model.GetType().Name);
        var described = db.GetService<IDesignTimeModel>().Model;
        Assert.Equal(described.GetRelationalModel().ToDebugString(What), db.Model.GetRelationalModel().ToDebugString(What));
        Assert.Equal(described.GetEntityTypes().Select(table => table.ToDebugString(What)), db.Model.GetEntityTypes().Select(table => table.ToDebugString(What)));
        Assert.Equal(Details(described), Details(db.Model));
    }

    // What the texts of EF leave out and the server goes by: our own notes, how values are converted, and names inside of JSON.
    private static List<string> Details(IModel model) =>
    [
        .. model.GetEntityTypes().SelectMany(table => table.GetAnnotations().Where(note => note.Name.StartsWith("LinkCode:", StringComparison.Ordinal)).Select(note => $"{table.Name} {note.Name} {note.Value}")),
        .. model.GetEntityTypes().SelectMany(table => table.GetProperties()).Select(column => $"{column.DeclaringType.Name} {column.Name} {column.GetTypeMapping().Converter?.GetType()} {column.GetJsonPropertyName()}"),
    ];
}
