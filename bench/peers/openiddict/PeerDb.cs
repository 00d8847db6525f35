using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Bench.OpenIddictPeer;

internal sealed class PeerDb(DbContextOptions<PeerDb> options) : IdentityDbContext(options);
