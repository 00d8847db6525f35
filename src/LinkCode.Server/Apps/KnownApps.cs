using System.Text.Json;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace LinkCode.Server.Apps;

/// <summary>
/// What OpenIddict asks for an app: answered from the directory. Its own cache lives for one request, so each request for tokens
/// would read the table. An app with a secret is read all the same, because a replaced secret has to be refused at once.
/// </summary>
internal sealed class KnownApps(AppDirectory directory, LinkCodeDb db) : IOpenIddictApplicationCache<App>
{
    // The directory sees by itself what changed in the table.
    public ValueTask AddAsync(App application, CancellationToken cancellationToken) => default;

    public ValueTask RemoveAsync(App application, CancellationToken cancellationToken) => default;

    public async ValueTask<App?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) => directory.Row(identifier) is { ClientSecret: null } known
        ? known
        : await db.Set<App>().SingleOrDefaultAsync(app => app.ClientId == identifier, cancellationToken);

    public async ValueTask<App?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        Guid.TryParse(identifier, out var id) ? await db.Set<App>().SingleOrDefaultAsync(app => app.Id == id, cancellationToken) : null;

    public IAsyncEnumerable<App> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) => With(uri, app => app.RedirectUris);

    public IAsyncEnumerable<App> FindByPostLogoutRedirectUriAsync(string uri, CancellationToken cancellationToken) => With(uri, app => app.PostLogoutRedirectUris);

    private IAsyncEnumerable<App> With(string uri, Func<App, string?> list) =>
        directory.Rows.Where(app => JsonSerializer.Deserialize<string[]>(list(app) ?? "[]")!.Contains(uri, StringComparer.Ordinal)).ToAsyncEnumerable();
}
