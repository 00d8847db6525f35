using System.Globalization;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Profile;

/// <summary>A person's picture, and the addresses they change from and to.</summary>
internal sealed class PersonalProfile(LinkCodeDb db, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } = [typeof(Picture), typeof(AddressChange)];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var pictures = await Pictures(whose).AsNoTracking().ToListAsync(cancellation);
        var changes = await Changes(whose).AsNoTracking().OrderBy(change => change.StartedAt).ToListAsync(cancellation);
        return
        [
            texts.Section("picture", pictures.Select(picture => (IReadOnlyList<PersonalFact>)
            [
                texts.Fact("id", picture.Id),
                texts.Fact("type", picture.Type),
                texts.Fact("content", Convert.ToBase64String(picture.Content), (picture.Content.Length / 1024.0).ToString("0.0 kB", CultureInfo.CurrentCulture)),
            ])),
            texts.Section("addressChanges", changes.Select(change => (IReadOnlyList<PersonalFact>)
            [
                texts.Fact("oldAddress", change.OldAddress),
                texts.Fact("newAddress", change.NewAddress),
                texts.Fact("askedAt", change.StartedAt),
                texts.Fact("until", change.ExpiresAt),
                texts.Fact("oldConfirmedAt", change.OldConfirmedAt),
                texts.Fact("newConfirmedAt", change.NewConfirmedAt),
                texts.Fact("usedAt", change.DoneAt),
                texts.Fact("closedAt", change.ClosedAt),
                texts.Fact("undoUntil", change.UndoUntil),
                texts.Fact("undoneAt", change.UndoneAt),
            ])),
        ];
    }

    public async Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        await Pictures(whose).ExecuteDeleteAsync(cancellation);
        await Changes(whose).ExecuteDeleteAsync(cancellation);
    }

    private IQueryable<Picture> Pictures(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<Picture>().Where(picture => picture.AccountId == id);
    }

    // Somebody else may be on the way to the address of whoever leaves: that row is theirs.
    private IQueryable<AddressChange> Changes(PersonalOwner whose)
    {
        var id = whose.AccountId;
        return db.Set<AddressChange>().Where(change => change.AccountId == id);
    }
}
