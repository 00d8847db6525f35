using LinkCode.Server.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts;

/// <summary>One site for a class of tests; each test brings addresses of its own.</summary>
public sealed class DevelopmentSite : IAsyncLifetime
{
    public Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await Site.DevelopmentAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

/// <summary>A site with a room above that sends people to sign in on an errand.</summary>
public sealed class SiteWithErrand : IAsyncLifetime
{
    public Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await Site.StartAsync("Development", null, services => services.AddSingleton<IErrand, Seven>());

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    private sealed class Seven : IErrand
    {
        public string? Describe(Microsoft.AspNetCore.Http.HttpContext http, string next) => next == "/errand/7" ? "Errand 7 & more" : null;

        public Task<string?> ResumeAsync(Microsoft.AspNetCore.Http.HttpContext http, string next, Guid accountId, CancellationToken cancellation) =>
            Task.FromResult(next == "/errand/7" ? $"/sign-out?next=/resumed/{accountId}" : null);
    }
}
