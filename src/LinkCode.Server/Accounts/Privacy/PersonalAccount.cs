using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>The account itself, and what was begun with its address: sign-ups, new passwords, invitations, exports. Its row goes last, by whoever deletes.</summary>
internal sealed class PersonalAccount(LinkCodeDb db, IStringLocalizer<Text> texts) : IPersonalData
{
    public IReadOnlyCollection<Type> Tables { get; } =
    [
        typeof(Account), typeof(PendingSignUp), typeof(PasswordReset), typeof(Invitation), typeof(Export),
        typeof(IdentityUserClaim<Guid>), typeof(IdentityUserLogin<Guid>), typeof(IdentityUserToken<Guid>),
    ];

    public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var id = whose.AccountId;
        var account = await db.Users.AsNoTracking().SingleAsync(row => row.Id == id, cancellation);
        var signUps = await SignUps(whose).AsNoTracking().OrderBy(signUp => signUp.StartedAt).ToListAsync(cancellation);
        var resets = await db.Set<PasswordReset>().AsNoTracking().Where(reset => reset.AccountId == id).OrderBy(reset => reset.ExpiresAt).ToListAsync(cancellation);
        var invitations = await Invitations(whose).AsNoTracking().OrderBy(invitation => invitation.ExpiresAt).ToListAsync(cancellation);
        var exports = await db.Set<Export>().AsNoTracking().Where(export => export.AccountId == id).Select(export => new { export.AskedAt, export.Language }).ToListAsync(cancellation);
        var logins = await db.UserLogins.AsNoTracking().Where(login => login.UserId == id).ToListAsync(cancellation);
        return
        [
            texts.Section("account", [Tell(account)]),
            texts.Section("signUps", signUps.Select(Tell)),
            texts.Section("passwordResets", resets.Select(reset => (IReadOnlyList<PersonalFact>)[texts.Fact("until", reset.ExpiresAt), texts.Fact("usedAt", reset.UsedAt), texts.Fact("next", Page(reset.Next))])),
            texts.Section("invitations", invitations.Select(invitation => (IReadOnlyList<PersonalFact>)[texts.Fact("address", invitation.Address), texts.Fact("until", invitation.ExpiresAt), texts.Fact("usedAt", invitation.UsedAt)])),
            texts.Section("exports", exports.Select(export => (IReadOnlyList<PersonalFact>)[texts.Fact("askedAt", export.AskedAt), texts.Fact("language", export.Language)])),
            texts.Section("logins", logins.Select(login => (IReadOnlyList<PersonalFact>)[texts.Fact("name", login.ProviderDisplayName ?? login.LoginProvider), texts.Fact("id", login.ProviderKey)])),
        ];
    }

    public async Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation)
    {
        var id = whose.AccountId;
        await SignUps(whose).ExecuteDeleteAsync(cancellation);
        await db.Set<PasswordReset>().Where(reset => reset.AccountId == id).ExecuteDeleteAsync(cancellation);
        await Invitations(whose).ExecuteDeleteAsync(cancellation);
        await db.Set<Export>().Where(export => export.AccountId == id).ExecuteDeleteAsync(cancellation);
        await db.UserClaims.Where(claim => claim.UserId == id).ExecuteDeleteAsync(cancellation);
        await db.UserLogins.Where(login => login.UserId == id).ExecuteDeleteAsync(cancellation);
        await db.UserTokens.Where(token => token.UserId == id).ExecuteDeleteAsync(cancellation);
    }

    // What follows the path may be a key.
    private static string? Page(string? next) => next?.Split('?')[0];

    private List<PersonalFact> Tell(Account account) =>
    [
        texts.Fact("id", account.Id),
        texts.Fact("name", account.DisplayName),
        texts.Fact("address", account.Email),
        texts.Fact("addressConfirmed", account.EmailConfirmed),
        texts.Fact("hasPassword", account.PasswordHash is not null),
        texts.Fact("language", account.Language),
        texts.Fact("timeZone", account.TimeZone),
        texts.Fact("pictureId", account.Picture),
        texts.Fact("madeAt", account.CreatedAt),
        texts.Fact("changedAt", account.ProfileChangedAt),
        texts.Fact("reviewedAt", account.ReviewedAt),
        texts.Fact("disabledAt", account.DisabledAt),
        texts.Fact("deleteAt", account.DeleteAt),
        texts.Fact("isOperator", account.IsOperator),
        .. account.PhoneNumber is null ? Array.Empty<PersonalFact>() : [texts.Fact("phone", account.PhoneNumber)],
    ];

    private List<PersonalFact> Tell(PendingSignUp signUp) =>
    [
        texts.Fact("address", signUp.Address),
        texts.Fact("name", signUp.DisplayName),
        texts.Fact("language", signUp.Language),
        texts.Fact("askedAt", signUp.StartedAt),
        texts.Fact("until", signUp.ExpiresAt),
        texts.Fact("confirmedAt", signUp.ConfirmedAt),
        texts.Fact("usedAt", signUp.FinishedAt),
        texts.Fact("next", Page(signUp.Next)),
    ];

#pragma warning disable CA1304, CA1311, CA1862 // This is SQL, which knows no cultures.
    private IQueryable<PendingSignUp> SignUps(PersonalOwner whose)
    {
        var (id, address, anyCase) = (whose.AccountId, whose.Address, whose.AnyCase);
        return db.Set<PendingSignUp>().Where(signUp => signUp.AccountId == id || signUp.Address == address || signUp.Address.ToUpper() == anyCase);
    }

    private IQueryable<Invitation> Invitations(PersonalOwner whose)
    {
        var (address, anyCase, former) = (whose.Address, whose.AnyCase, whose.FormerAddresses);
        return db.Set<Invitation>().Where(invitation => invitation.Address == address || invitation.Address!.ToUpper() == anyCase || former.Contains(invitation.Address));
    }
#pragma warning restore CA1304, CA1311, CA1862
}
