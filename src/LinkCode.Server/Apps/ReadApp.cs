using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Server.Apps;

/// <summary>Reads a registered app back as the settings that make it. Without its secret, which is kept only as a hash.</summary>
internal sealed class ReadApp(LinkCodeDb db, IOpenIddictApplicationManager manager)
{
    /// <summary>The settings, or null when there is no such app.</summary>
    public async Task<AppSettings?> RunAsync(string clientId, CancellationToken cancellation)
    {
        if (await db.Set<App>().AsNoTracking().SingleOrDefaultAsync(row => row.ClientId == clientId, cancellation) is not { } app)
        {
            return null;
        }

        var scopes = (await manager.GetPermissionsAsync(app, cancellation))
            .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal)).Select(permission => permission[Permissions.Prefixes.Scope.Length..]).ToList();
        var settings = new AppSettings
        {
            Name = app.DisplayName ?? "",
            Publisher = app.Publisher,
            Verified = app.IsVerified,
            Kind = app.Kind.ToString(),
            Scopes = string.Join(' ', scopes),

            // All of them means that nobody named any, so that they follow when the scopes change.
            DefaultScopes = scopes.ToHashSet().SetEquals(app.DefaultScopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ? "" : app.DefaultScopes,
            IconPath = app.IconPath,
            Colour = AppColour.Read(await manager.GetPropertiesAsync(app, cancellation)),
            CompleteLink = app.AllowsCompleteLink,
            Digits = app.UsesDigits,
            DPoP = app.RequiresProof,
            FreshSignIn = app.RequiresFreshSignIn,
            CodeLifetimeSeconds = app.CodeLifetimeSeconds,
            IdleDays = app.IdleDays,
            MostDays = app.MostDays,
        };
        foreach (var uri in await manager.GetRedirectUrisAsync(app, cancellation))
        {
            settings.RedirectUris.Add(uri);
        }

        return settings;
    }
}
