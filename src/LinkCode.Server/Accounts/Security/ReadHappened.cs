using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts.Security;

/// <summary>A person's own audit trail, newest first.</summary>
internal sealed class ReadHappened(LinkCodeDb db)
{
    public Task<List<Happened>> RunAsync(Guid accountId, int skip, int take, CancellationToken cancellation) =>
        Own(accountId).Skip(skip).Take(take).ToListAsync(cancellation);

    public Task<int> CountAsync(Guid accountId, CancellationToken cancellation) => Own(accountId).CountAsync(cancellation);

    /// <summary>All of it, one after the other; of what a program made to fill the memory, the latest.</summary>
    public IAsyncEnumerable<Happened> AllAsync(Guid accountId) => Own(accountId).Take(AuditTrail.MostTold).AsAsyncEnumerable();

    private IQueryable<Happened> Own(Guid accountId) => db.Set<AuditEvent>().AsNoTracking().Where(happened => happened.AccountId == accountId)
        .OrderByDescending(happened => happened.At).ThenByDescending(happened => happened.Id)
        .Select(happened => new Happened(happened.Id, happened.At, happened.What, happened.Network));
}
