using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Apps;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

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

    /// <summary>Whether a text holds a pattern of LIKE, whatever the case of its letters; only inside queries. A backslash makes the next character plain.</summary>
    public static bool Holds(string text, string pattern) => throw new NotSupportedException("This is translated to SQL.");

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

        // SQLite's LIKE knows no case of ASCII letters, PostgreSQL's does.
        builder.HasDbFunction(() => Holds("", "")).HasTranslation(arguments => new LikeExpression(
            Lower(arguments[0]), Lower(arguments[1]), new SqlConstantExpression("\\", arguments[0].TypeMapping), arguments[0].TypeMapping));
    }

    private static SqlFunctionExpression Lower(SqlExpression text) =>
        new("lower", [text], nullable: true, argumentsPropagateNullability: [true], typeof(string), text.TypeMapping);
}
