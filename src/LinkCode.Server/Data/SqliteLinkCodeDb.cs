using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Data;

/// <summary>The database on SQLite; exists so that each provider has its own migrations.</summary>
internal sealed class SqliteLinkCodeDb(DbContextOptions<SqliteLinkCodeDb> options) : LinkCodeDb(options, isShared: false);
