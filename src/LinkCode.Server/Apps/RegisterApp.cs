using System.ComponentModel.DataAnnotations;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Server.Apps;

/// <summary>Registers an app, or brings a registered one up to date.</summary>
internal sealed class RegisterApp(LinkCodeDb db, IOpenIddictApplicationManager manager, IOptions<SiteOptions> site, TimeProvider time, ILogger<RegisterApp> log)
{
    /// <summary>Makes it what the settings say. Returns null, or the sentence that says what is wrong with them.</summary>
    public Task<string?> RunAsync(string clientId, AppSettings settings, CancellationToken cancellation) => RunAsync(clientId, settings, keepsSecret: false, cancellation);

    /// <param name="clientId">The app's id.</param>
    /// <param name="settings">What it becomes.</param>
    /// <param name="keepsSecret">Whether an app that has a secret keeps it, though it stands in no settings.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<string?> RunAsync(string clientId, AppSettings settings, bool keepsSecret, CancellationToken cancellation)
    {
        if (Problem(clientId, settings) is { } problem)
        {
            return problem;
        }

        var app = await db.Set<App>().SingleOrDefaultAsync(row => row.ClientId == clientId, cancellation);
        var isNew = app is null;
        app ??= new App();
        var kept = keepsSecret ? app.ClientSecret : null;
        var descriptor = Describe(clientId, settings, isPublic: settings.Secret.Length == 0 && kept is null);

        // The manager hashes a secret that it is handed, and refuses one that stands on the entity; a kept one is a hash already.
        var secret = settings.Secret.Length > 0 ? settings.Secret : null;
        await manager.PopulateAsync(app, descriptor, cancellation);
        app.ClientSecret = kept;
        app.Publisher = settings.Publisher;
        app.IsVerified = settings.Verified;
        app.Kind = Enum.Parse<AppKind>(settings.Kind, ignoreCase: true);
        app.IconPath = settings.IconPath;
        app.AllowsCompleteLink = settings.CompleteLink;
        app.UsesDigits = settings.Digits;
        app.CodeLifetimeSeconds = settings.CodeLifetimeSeconds;
        app.IdleDays = settings.IdleDays;
        app.MostDays = settings.MostDays;
        app.RequiresProof = settings.DPoP;
        app.RequiresFreshSignIn = settings.FreshSignIn;
        app.DefaultScopes = settings.DefaultScopes.Length > 0 ? settings.DefaultScopes : settings.Scopes;
        if (!isNew && secret is null && !db.ChangeTracker.HasChanges())
        {
            // As it was at the last start; a secret can only be hashed anew, not compared.
            return null;
        }

        app.UpdatedAt = time.GetUtcNow();
        if (isNew)
        {
            await manager.CreateAsync(app, secret, cancellation);
            log.Registered(clientId);
        }
        else if (kept is not null)
        {
            await manager.UpdateAsync(app, cancellation);
        }
        else
        {
            await manager.UpdateAsync(app, secret, cancellation);
        }

        return null;
    }

    private static OpenIddictApplicationDescriptor Describe(string clientId, AppSettings settings, bool isPublic)
    {
        var hasBrowser = settings.RedirectUris.Count > 0;
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            ClientType = isPublic ? ClientTypes.Public : ClientTypes.Confidential,
            ConsentType = ConsentTypes.Explicit,
            DisplayName = settings.Name,
            Permissions =
            {
                Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.Endpoints.Introspection,
                Permissions.GrantTypes.RefreshToken,
            },
        };
        if (!hasBrowser || Enum.Parse<AppKind>(settings.Kind, ignoreCase: true) != AppKind.Browser)
        {
            descriptor.Permissions.UnionWith([Permissions.Endpoints.DeviceAuthorization, Permissions.GrantTypes.DeviceCode]);
        }

        if (hasBrowser)
        {
            descriptor.Permissions.UnionWith([Permissions.Endpoints.Authorization, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code]);
            descriptor.RedirectUris.UnionWith(settings.RedirectUris.Select(uri => new Uri(uri)));
        }

        AppColour.Write(descriptor.Properties, settings.Colour);
        descriptor.Permissions.UnionWith(Split(settings.Scopes).Select(scope => Permissions.Prefixes.Scope + scope));
        return descriptor;
    }

    private string? Problem(string clientId, AppSettings settings)
    {
        if (clientId.Length is 0 or > 60 || !clientId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_'))
        {
            return "An app's id has 1 to 60 letters, digits, dots, dashes and underscores.";
        }

        // The annotations of settings that come in a list are looked at by nobody else.
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), wrong, validateAllProperties: true))
        {
            return string.Join(' ', wrong.Select(result => result.ErrorMessage));
        }

        if (!Enum.TryParse<AppKind>(settings.Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(settings.Kind[0]))
        {
            return "An app's kind is one of Tv, Console, Cli, Iot, Agent and Browser.";
        }

        if (Split(settings.Scopes).Concat(Split(settings.DefaultScopes)).FirstOrDefault(scope => !Scopes.All.Contains(scope)) is { } unknown)
        {
            return $"There is no scope called {unknown}. There are: {string.Join(", ", Scopes.All)}.";
        }

        if ((AppName.Problem(settings.Name, settings.Verified, site.Value.SiteName) ?? AppName.Problem(settings.Publisher, settings.Verified, site.Value.SiteName)) is { } misleading)
        {
            return misleading;
        }

        if (AppColour.Problem(settings.Colour) is { } unseen)
        {
            return unseen;
        }

        return settings.RedirectUris.All(IsSafe)
            ? null
            : "Redirect addresses are whole addresses without a hash: https, http on this machine only, or a scheme of the app's own with a dot in it, such as com.example.app:/back.";
    }

    private static bool IsSafe(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Fragment.Length == 0
        && (parsed.Scheme == Uri.UriSchemeHttps || (parsed.Scheme == Uri.UriSchemeHttp && parsed.IsLoopback) || parsed.Scheme.Contains('.', StringComparison.Ordinal));

    private static string[] Split(string scopes) => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
