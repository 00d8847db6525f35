using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Apps;

/// <summary>OpenIddict's tables, which stay empty (decision 0003): nothing to tell, and nothing left should that ever change.</summary>
internal sealed class PersonalTokens(LinkCodeDb db) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(AppAuthorization), typeof(AppToken)];

    public Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PersonalSection>>([]);

    public async Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var subject = whose.AccountId.ToString();
        await db.Set<AppToken>().Where(token => token.Subject == subject).ExecuteDeleteAsync(cancellation);
        await db.Set<AppAuthorization>().Where(authorization => authorization.Subject == subject).ExecuteDeleteAsync(cancellation);
    }
}
