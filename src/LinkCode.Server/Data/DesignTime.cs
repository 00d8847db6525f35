using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LinkCode.Server.Data;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the server; Identity's passkey table appears only when its options say Version3 here, too.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteLinkCodeDb>
{
    public SqliteLinkCodeDb CreateDbContext(string[] args)
    {
        var services = new ServiceCollection();
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        return new SqliteLinkCodeDb(new DbContextOptionsBuilder<SqliteLinkCodeDb>()
            .UseSqlite("Data Source=design-time.db")
            .UseApplicationServiceProvider(services.BuildServiceProvider())
            .Options);
    }
}
