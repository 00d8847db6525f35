using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Browsing;

/// <summary>The browsers where an account is signed in.</summary>
internal sealed class PersonalSessions(LinkCodeDb db, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(BrowserSession)];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var sessions = await Of(whose).AsNoTracking().OrderByDescending(session => session.SeenAt).ToListAsync(cancellation);
        return [texts.Section("sessions", sessions.Select(session => (IReadOnlyList<PersonalFact>)
        [
            texts.Fact("browser", session.Browser),
            texts.Fact("system", session.System),
            texts.Fact("begunAt", session.BegunAt),
            texts.Fact("lastUsedAt", session.SeenAt),
            texts.Fact("network", session.Network),
            texts.Fact("browserId", session.KnownBrowser),
        ]))];
    }

    public Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation) => Of(whose).ExecuteDeleteAsync(cancellation);

    private IQueryable<BrowserSession> Of(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<BrowserSession>().Where(session => session.AccountId == id);
    }
}
