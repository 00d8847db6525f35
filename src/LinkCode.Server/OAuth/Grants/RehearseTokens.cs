using System.Runtime.CompilerServices;
using System.Security.Claims;
using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using Scopes = LinkCode.Server.Apps.Scopes;

namespace LinkCode.Server.OAuth.Grants;

/// <summary>
/// Goes the way to a device's tokens soon after the start, for a code that has run out and an account that nobody has, and throws away what
/// comes of it: the first device that waits for a yes would wait a tenth of a second for what a new process has to load and compile. It needs
/// an app that may ask for codes without a secret or a proof; where there is none, nothing is rehearsed.
/// </summary>
internal sealed class RehearseTokens(IServiceScopeFactory scopes, AppDirectory apps, CodeKeys keys, TimeProvider time, ILogger<RehearseTokens> log) : BackgroundService
{
    // A yes needs a second on the review page, so it is over before the first of them.
    private static readonly TimeSpan AfterStart = TimeSpan.FromMilliseconds(500);

    // The second time a service is asked for, dependency injection compiles how it is made, and Npgsql prepares what is asked twice.
    private const int Times = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(AfterStart, time, stoppingToken);
        try
        {
            for (var i = 0; i < Times && !stoppingToken.IsCancellationRequested && apps.All.FirstOrDefault(app => app is { MayAskForCodes: true, IsPublic: true }) is { } app; i++)
            {
                await using var scope = scopes.CreateAsyncScope();
                await AskAsync(scope.ServiceProvider, app);
                await RedeemAsync(scope.ServiceProvider, app);
                await SignInAsync(scope.ServiceProvider, app);
                log.Rehearsed();
            }
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            // Nothing depends on it but the time of one answer.
            log.RehearsalFailed(error);
        }
    }

    private async Task AskAsync(IServiceProvider services, AppCard app)
    {
        var code = new DeviceCode(DeviceCode.NewId(time.GetUtcNow()), DateTimeOffset.UnixEpoch, DeviceCode.MarkOf(app.Id));
        var transaction = await BeginAsync(services, new Dictionary<string, string>
        {
            [Parameters.GrantType] = GrantTypes.DeviceCode,
            [Parameters.ClientId] = app.ClientId,
            [Parameters.DeviceCode] = code.Reveal(keys),
        });
        await DispatchAsync(services, new ProcessRequestContext(transaction));
        Demand(transaction.GetProperty<PollAnswer>(nameof(PollAnswer)) is PollAnswer.Expired);
    }

    private static async Task RedeemAsync(IServiceProvider services, AppCard app)
    {
        var transaction = await BeginAtTokensAsync(services, app);
        transaction.SetProperty<PollAnswer>(nameof(PollAnswer), new PollAnswer.Approved(new LinkRequest { AppId = app.Id, OwnerId = Guid.Empty }));
        var context = await DispatchAsync(services, new HandleTokenRequestContext(transaction));
        Demand(context is { IsRejected: true, Error: Errors.InvalidGrant });
    }

    private async Task SignInAsync(IServiceProvider services, AppCard app)
    {
        var transaction = await BeginAtTokensAsync(services, app);
        var nobody = new AccountCard(Guid.Empty, "", "", "", "", Picture: null, time.GetUtcNow(), IsEmailConfirmed: false, IsDisabled: true, IsEstablished: false);
        var principal = TokenPrincipal.ForAccount(nobody, string.Join(' ', Scopes.All), transaction.Options.Issuer!).SetPresenters(app.ClientId);
        await DispatchAsync(services, new ProcessSignInContext(transaction) { Principal = principal });
        Demand(transaction.Response?.AccessToken is not null);
    }

    // As it stands when OpenIddict has read the request and found the code to be good.
    private static async Task<OpenIddictServerTransaction> BeginAtTokensAsync(IServiceProvider services, AppCard app)
    {
        var transaction = await BeginAsync(services, []);
        transaction.EndpointType = OpenIddictServerEndpointType.Token;
        transaction.BaseUri = transaction.Options.Issuer;
        transaction.Request = new OpenIddictRequest { GrantType = GrantTypes.DeviceCode, ClientId = app.ClientId };
        transaction.Response = new OpenIddictResponse();
        var read = new ProcessAuthenticationContext(transaction) { DeviceCodePrincipal = new ClaimsPrincipal(new ClaimsIdentity("LinkCode")) };
        transaction.SetProperty(typeof(ProcessAuthenticationContext).FullName!, read);
        transaction.SetProperty(typeof(ValidateTokenRequestContext).FullName!, new ValidateTokenRequestContext(transaction));
        return transaction;
    }

    private static async Task<OpenIddictServerTransaction> BeginAsync(IServiceProvider services, Dictionary<string, string> form)
    {
        var transaction = await services.GetRequiredService<IOpenIddictServerFactory>().CreateTransactionAsync();
        using var content = new FormUrlEncodedContent(form);
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Method = HttpMethods.Post;
        http.Request.Scheme = transaction.Options.Issuer!.Scheme;
        http.Request.Host = HostString.FromUriComponent(transaction.Options.Issuer);
        http.Request.Path = Names.Token;
        http.Request.ContentType = content.Headers.ContentType!.MediaType;
        http.Request.Body = new MemoryStream(await content.ReadAsByteArrayAsync());

        // The one place where OpenIddict looks for it does not keep it alive.
        transaction.SetProperty(typeof(HttpContext).FullName!, http);
        transaction.SetProperty(typeof(HttpRequest).FullName!, new WeakReference<HttpRequest>(http.Request));
        return transaction;
    }

    // Another version of OpenIddict may go another way; a rehearsal of nothing should not look like one.
    private static void Demand(bool isRight, [CallerArgumentExpression(nameof(isRight))] string what = "")
    {
        if (!isRight)
        {
            throw new InvalidOperationException("The rehearsal went another way: " + what);
        }
    }

    private static async Task<TContext> DispatchAsync<TContext>(IServiceProvider services, TContext context)
        where TContext : BaseContext
    {
        await services.GetRequiredService<IOpenIddictServerDispatcher>().DispatchAsync(context);
        return context;
    }
}
