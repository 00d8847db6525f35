using System.Collections.Frozen;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace LinkCode.Server.Apps;

/// <summary>All registered apps in memory, read again when the table changed, so that a waiting poll needs no database.</summary>
internal sealed class AppDirectory(IServiceScopeFactory scopes, IOptions<AppsOptions> options, TimeProvider time, ILogger<AppDirectory> log) : BackgroundService, INews
{
    private static readonly string[] AskingForCodes =
    [
        OpenIddictConstants.Permissions.Endpoints.DeviceAuthorization,
        OpenIddictConstants.Permissions.GrantTypes.DeviceCode,
        OpenIddictConstants.Permissions.GrantTypes.RefreshToken,
    ];

    private volatile Snapshot current = new([], []);

    /// <summary>The app with this OAuth <c>client_id</c>, or null.</summary>
    public AppCard? Find(ReadOnlySpan<char> clientId) => current.ByClientId.TryGetValue(clientId, out var app) ? app : null;

    /// <summary>The app with this id, or null when it was removed.</summary>
    public AppCard? Find(Guid id) => current.ById.GetValueOrDefault(id);

    /// <summary>Every app, by name.</summary>
    public IEnumerable<AppCard> All => current.ById.Values.OrderBy(app => app.Name, StringComparer.CurrentCultureIgnoreCase);

    /// <summary>The rows as OpenIddict wants them. Nobody may change them.</summary>
    public IReadOnlyCollection<App> Rows => current.Rows.Values;

    /// <summary>The row of the app with this <c>client_id</c>, or null.</summary>
    public App? Row(string clientId) => current.Rows.GetValueOrDefault(clientId);

    /// <summary>Reads the table again if it changed since the last time.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var table = TableOf(scope);

        // Every app's own time: a host whose clock is behind changes one without making it the latest.
        var version = await table.OrderBy(app => app.Id).Select(app => new Stamp(app.Id, app.UpdatedAt)).ToListAsync(cancellation);
        if (!version.SequenceEqual(current.Version))
        {
            current = await ReadAsync(table, cancellation);
        }
    }

    public string Word => "apps";

    // The table itself says that it changed, so nothing is compared.
    public async ValueTask HeardAsync(string[] words, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        current = await ReadAsync(TableOf(scope), cancellation);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await HeardAsync([], cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.RefreshSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The old copy stays good until the database answers again.
                log.RefreshFailed(error);
            }
        }
    }

    private static IQueryable<App> TableOf(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<App>().AsNoTracking();

    private static async Task<Snapshot> ReadAsync(IQueryable<App> table, CancellationToken cancellation)
    {
        var apps = await table.OrderBy(app => app.Id).ToListAsync(cancellation);
        return new Snapshot(apps, apps.ConvertAll(CardOf));
    }

    private static AppCard CardOf(App app)
    {
        var permissions = System.Text.Json.JsonSerializer.Deserialize<string[]>(app.Permissions ?? "[]") ?? [];
        return new AppCard(
            app.Id,
            app.ClientId!,
            app.DisplayName ?? app.ClientId!,
            app.Publisher,
            app.IsVerified,
            app.Kind,
            app.IconPath,
            app.ClientType == OpenIddictConstants.ClientTypes.Public,
            permissions.Contains(OpenIddictConstants.Permissions.GrantTypes.DeviceCode),
            app.AllowsCompleteLink,
            app.UsesDigits,
            TimeSpan.FromSeconds(app.CodeLifetimeSeconds),
            TimeSpan.FromDays(app.IdleDays),
            app.DefaultScopes,
            permissions.Where(p => p.StartsWith(OpenIddictConstants.Permissions.Prefixes.Scope, StringComparison.Ordinal))
                .Select(p => p[OpenIddictConstants.Permissions.Prefixes.Scope.Length..])
                .Append(Scopes.OpenId).Append(Scopes.OfflineAccess)
                .ToFrozenSet(StringComparer.Ordinal))
        {
            Colour = AppColour.Of(app),
            MayAskForCodes = !app.RequiresProof && AskingForCodes.All(permissions.Contains),
            RequiresProof = app.RequiresProof,
            RequiresFreshSignIn = app.RequiresFreshSignIn,
            MostTime = app.MostDays > 0 ? TimeSpan.FromDays(app.MostDays) : null,
            RedirectUris = (System.Text.Json.JsonSerializer.Deserialize<string[]>(app.RedirectUris ?? "[]") ?? []).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    private readonly record struct Stamp(Guid Id, DateTimeOffset UpdatedAt);

    private sealed class Snapshot
    {
        private readonly Dictionary<string, AppCard> byClientId;

        public Snapshot(List<App> rows, List<AppCard> cards)
        {
            byClientId = cards.ToDictionary(card => card.ClientId, StringComparer.Ordinal);
            ById = cards.ToFrozenDictionary(card => card.Id);
            Rows = rows.ToDictionary(row => row.ClientId!, StringComparer.Ordinal);
            Version = rows.ConvertAll(row => new Stamp(row.Id, row.UpdatedAt));
        }

        public Dictionary<string, AppCard>.AlternateLookup<ReadOnlySpan<char>> ByClientId => byClientId.GetAlternateLookup<ReadOnlySpan<char>>();

        public FrozenDictionary<Guid, AppCard> ById { get; }

        public Dictionary<string, App> Rows { get; }

        public IReadOnlyList<Stamp> Version { get; }
    }
}
