using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Data;

/// <summary>The one database. Rooms bring their tables as <see cref="IEntityTypeConfiguration{TEntity}"/>; only Identity's and OpenIddict's base tables are known here.</summary>
internal abstract class LinkCodeDb(DbContextOptions options) : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>Brings the tables up to date. Looking first is much cheaper: migrating builds a second model to compare with, which CI does before anybody starts.</summary>
    public async Task BringUpToDateAsync(CancellationToken cancellation = default)
    {
        if ((await Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            await Database.MigrateAsync(cancellation);
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<DateTimeOffset?>().HaveConversion<UtcTicks>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict<App, AppAuthorization, AppScope, AppToken, Guid>();
        builder.ApplyConfigurationsFromAssembly(typeof(LinkCodeDb).Assembly);
    }
}
