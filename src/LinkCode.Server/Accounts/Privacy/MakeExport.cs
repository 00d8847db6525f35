using System.Globalization;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Puts together what all rooms have of a person. A server that dies over it begins again.</summary>
internal sealed class MakeExport(LinkCodeDb db, IEnumerable<IPersonalData> rooms, ExportArchive archive, PrivacyMail mail, IOptions<AccountsOptions> options, TimeProvider time)
{
    public async Task RunAsync(Guid accountId, CancellationToken cancellation)
    {
        var parts = rooms.ToList();
        var (export, account) = (await db.Set<Export>().AsNoTracking().SingleAsync(row => row.AccountId == accountId, cancellation), await db.Users.AsNoTracking().SingleAsync(row => row.Id == accountId, cancellation));
        if (export.Tries == Export.MostTries || account.DeleteAt is not null)
        {
            await GiveUpAsync(export, cancellation);
            return;
        }

        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(export.Language);
        await Own(export).ExecuteUpdateAsync(set => set.SetProperty(row => row.Tries, row => row.Tries + 1).SetProperty(row => row.Done, 0).SetProperty(row => row.Parts, parts.Count), cancellation);
        var whose = await FormerAddresses.OwnerAsync(db, account, cancellation);
        var sections = new List<PersonalSection>();
        foreach (var part in parts)
        {
            sections.AddRange(await part.TellAsync(whose, cancellation));
            await Own(export).ExecuteUpdateAsync(set => set.SetProperty(row => row.Done, row => row.Done + 1), cancellation);
        }

        var now = time.GetUtcNow();
        var (content, until) = (archive.Pack(sections, now), now + TimeSpan.FromDays(options.Value.ExportDays));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await Own(export).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Content, content).SetProperty(row => row.ReadyAt, now).SetProperty(row => row.ExpiresAt, until), cancellation) != 1)
        {
            return;
        }

        mail.Exported(account, until);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // The page says so for as long as it would have had the file.
    private async Task GiveUpAsync(Export export, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + TimeSpan.FromDays(options.Value.ExportDays);
        await Own(export).ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, until), cancellation);
    }

    // Not one that was asked for since.
    private IQueryable<Export> Own(Export export) =>
        db.Set<Export>().Where(row => row.AccountId == export.AccountId && row.AskedAt == export.AskedAt && row.ReadyAt == null);
}
