using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Data;

/// <summary>The database on PostgreSQL; exists so that each provider has its own migrations.</summary>
internal sealed class PostgresLinkCodeDb(DbContextOptions<PostgresLinkCodeDb> options) : LinkCodeDb(options, isShared: true);
