using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Apps;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Data;

/// <summary>The one database. Rooms bring their tables as <see cref="IEntityTypeConfiguration{TEntity}"/>; only Identity's and OpenIddict's base tables are known here.</summary>
internal abstract class LinkCodeDb(DbContextOptions options, bool isShared) : IdentityUserContext<Account, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, Passkey>(options)
{
    /// <summary>So many rows at once are deleted by their ids: a statement has room for 32,766 of them on SQLite, and the one writer is not kept for long.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>Brings the tables up to date. Looking first is much cheaper: migrating builds a second model to compare with, which CI does before anybody starts.</summary>
    public async Task BringUpToDateAsync(CancellationToken cancellation = default)
    {
        if ((await Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            await Database.MigrateAsync(cancellation);
        }
    }

    /// <summary>SQL's <c>lower</c>, only inside queries: each of the two databases knows which letters it lowers, so both sides of a comparison have to be lowered there.</summary>
    public static string Lower(string text) => throw new NotSupportedException("This is translated to SQL.");

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
        builder.DecideOnlyAmongNodes(isShared);
        builder.HasDbFunction(() => Lower("")).HasName("lower").IsBuiltIn();
    }
}
