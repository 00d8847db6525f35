using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LinkCode.Server.Data;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the server; Identity's passkey table appears only when its options say Version3 here, too.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteLinkCodeDb>, IDesignTimeDbContextFactory<PostgresLinkCodeDb>
{
    SqliteLinkCodeDb IDesignTimeDbContextFactory<SqliteLinkCodeDb>.CreateDbContext(string[] args) =>
        new(Options<SqliteLinkCodeDb>().UseSqlite("Data Source=design-time.db").Options);

    PostgresLinkCodeDb IDesignTimeDbContextFactory<PostgresLinkCodeDb>.CreateDbContext(string[] args) =>
        new(Options<PostgresLinkCodeDb>().UseNpgsql("Host=design-time").Options);

    /// <summary>A context on a PostgreSQL server that is not the one this process serves from.</summary>
    public static PostgresLinkCodeDb Postgres(Npgsql.NpgsqlDataSource source) => new(Options<PostgresLinkCodeDb>().UseNpgsql(source).Options);

    private static DbContextOptionsBuilder<TContext> Options<TContext>()
        where TContext : DbContext
    {
        var services = new ServiceCollection();
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        return new DbContextOptionsBuilder<TContext>().UseApplicationServiceProvider(services.BuildServiceProvider());
    }
}
