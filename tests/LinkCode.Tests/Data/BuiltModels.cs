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
        var described = db.GetService<IDesignTimeModel>().Model;
        Assert.NotSame(described, db.Model);
        Assert.Equal(described.GetRelationalModel().ToDebugString(What), db.Model.GetRelationalModel().ToDebugString(What));
        Assert.Equal(described.ToDebugString(What), db.Model.ToDebugString(What));
    }
}
