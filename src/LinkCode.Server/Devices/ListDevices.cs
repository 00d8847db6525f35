using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Devices;

/// <summary>Which part of an account's list to show.</summary>
/// <param name="Find">A part of the device's name, or empty for all.</param>
/// <param name="Apps">Apps whose devices are found whatever they are called.</param>
internal sealed record DeviceQuestion(Guid AccountId, string Find, IReadOnlyCollection<Guid> Apps);

/// <summary>The devices of an account, newest use first, and those removed in the last 90 days.</summary>
internal sealed class ListDevices(LinkCodeDb db, TimeProvider time)
{
    private const int LongestHistory = 20;

    /// <summary>How long a removed device is shown, and kept at all.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(90);

    /// <summary>Those that are linked.</summary>
    public Task<List<Device>> RunAsync(Guid accountId, int skip, int take, CancellationToken cancellation) =>
        Rows.Where(device => device.AccountId == accountId && device.RemovedAt == null)
            .OrderByDescending(device => device.LastUsedAt).Skip(skip).Take(take).ToListAsync(cancellation);

    /// <summary>Those on the person's page: linked ones, and ones that were signed out and kept.</summary>
    public Task<List<Device>> PageAsync(DeviceQuestion question, int skip, int take, CancellationToken cancellation) =>
        Listed(question).OrderByDescending(device => device.LastUsedAt).ThenBy(device => device.Id).Skip(skip).Take(take).ToListAsync(cancellation);

    public Task<int> CountAsync(DeviceQuestion question, CancellationToken cancellation) => Listed(question).CountAsync(cancellation);

    public Task<List<Device>> RemovedAsync(Guid accountId, CancellationToken cancellation)
    {
        var since = time.GetUtcNow() - History;
        return Rows.Where(device => device.AccountId == accountId && device.RemovedAt > since && device.RemovedBy != RemovedBy.SignOut)
            .OrderByDescending(device => device.RemovedAt).Take(LongestHistory).ToListAsync(cancellation);
    }

    public Task<Device?> FindAsync(Guid id, Guid accountId, CancellationToken cancellation) =>
        Rows.SingleOrDefaultAsync(device => device.Id == id && device.AccountId == accountId, cancellation);

    /// <summary>The devices that a new link of the same installation of the same app has replaced, once it is stored.</summary>
    public Task<List<Guid>> FindReplacedAsync(Device device, CancellationToken cancellation) => device.InstallationId.Length == 0
        ? Task.FromResult<List<Guid>>([])
        : Rows.Where(other => other.AccountId == device.AccountId && other.AppId == device.AppId && other.InstallationId == device.InstallationId
                && other.Id != device.Id && other.RemovedAt == device.LinkedAt)
            .Select(other => other.Id).ToListAsync(cancellation);

    /// <summary>What a person has allowed an app with a browser, and has not taken back: the scopes of each such sign-in.</summary>
    public Task<List<string>> AllowedInBrowsersAsync(Guid accountId, Guid appId, TimeSpan idleTime, CancellationToken cancellation)
    {
        var usedAfter = time.GetUtcNow() - idleTime;
        return Rows.Where(device => device.AccountId == accountId && device.AppId == appId && device.How == LinkedHow.Browser
                && device.RemovedAt == null && device.LastUsedAt > usedAfter)
            .Select(device => device.Scopes).Distinct().ToListAsync(cancellation);
    }

    private IQueryable<Device> Rows => db.Set<Device>().AsNoTracking();

    private IQueryable<Device> Listed(DeviceQuestion question)
    {
        var listed = Rows.Where(device => device.AccountId == question.AccountId && (device.RemovedAt == null || device.RemovedBy == RemovedBy.SignOut));
        if (question.Find.Length == 0)
        {
            return listed;
        }

        var pattern = "%" + question.Find.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        return listed.Where(device => EF.Functions.Like(LinkCodeDb.Lower(device.Name), LinkCodeDb.Lower(pattern), "\\") || question.Apps.Contains(device.AppId));
    }
}
