using System.Security.Claims;
using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Security;
using LinkCode.Server.Apps;
using LinkCode.Server.Devices;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LinkCode.Server.OAuth.Browser;

/// <summary>Answers to <see cref="AskToSignIn"/>.</summary>
internal abstract record AskAnswer
{
    private AskAnswer()
    {
    }

    /// <summary>The person has to sign in here first, perhaps once more.</summary>
    public sealed record SignInFirst : AskAnswer;

    /// <summary>The person has to prove more than the session knows; the account has a way to.</summary>
    public sealed record ProveMore : AskAnswer;

    /// <summary>The person has to say yes or no.</summary>
    public sealed record Review(SignInQuestion Question) : AskAnswer;

    /// <summary>The person said yes before, and has not taken it back.</summary>
    public sealed record Allowed(SignInQuestion Question) : AskAnswer;

    /// <summary>It cannot be, for this reason (OpenID Connect Core §3.1.2.6).</summary>
    public sealed record Refused(string Error, string Description) : AskAnswer;
}

/// <summary>What is decided: may this app sign this account in, with these scopes.</summary>
internal sealed record SignInQuestion(AppCard App, AccountCard Account, string Scopes, Proven Proven);

/// <summary>Decides what an app with a browser gets for its request: nothing yet, a question to the person, or what the person allowed before.</summary>
internal sealed class AskToSignIn(AppDirectory apps, ReadAccount accounts, ReadWaysIn ways, ListDevices devices, FreshSignIn fresh)
{
    /// <param name="request">The request, which OpenIddict has checked.</param>
    /// <param name="person">Whoever is signed in.</param>
    /// <param name="hinted">The account in the request's <c>id_token_hint</c>, or null when none could be read there.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<AskAnswer> RunAsync(OpenIddictRequest request, ClaimsPrincipal person, string? hinted, CancellationToken cancellation)
    {
        if (apps.Find(request.ClientId) is not { } app)
        {
            return new AskAnswer.Refused(Errors.UnauthorizedClient, "This app is not registered any more.");
        }

        if (!FreshSignIn.CanRead(request) || (hinted is null && !string.IsNullOrEmpty(request.IdTokenHint)))
        {
            return new AskAnswer.Refused(Errors.InvalidRequest, "A max_age is a number of seconds, and an id_token_hint an identity token of this server.");
        }

        var isSilent = request.HasPromptValue(PromptValues.None);
        if (await ReadAsync(person, cancellation) is not { } account || !fresh.IsMet(request, person.SignedInAt()))
        {
            return isSilent ? new AskAnswer.Refused(Errors.LoginRequired, "The person has to sign in first.") : new AskAnswer.SignInFirst();
        }

        if (hinted is not null && hinted != account.Id.ToString())
        {
            // Who was sent to sign in and came back as somebody else would only go round in circles.
            return isSilent || fresh.IsSinceAsked(request, person.SignedInAt())
                ? new AskAnswer.Refused(Errors.LoginRequired, "Somebody else is signed in.")
                : new AskAnswer.SignInFirst();
        }

        var proven = person.Proven();
        if (!WantedStrength.IsMet(request, proven.Strength))
        {
            return await StepUpAsync(request, account.Id, proven, isSilent, cancellation);
        }

        var question = new SignInQuestion(app, account, app.ScopesOrDefault(string.Join(' ', request.GetScopes())), proven);
        var wantsToAsk = request.HasPromptValue(PromptValues.Consent) || request.HasPromptValue(PromptValues.SelectAccount) || !IsSureOf(app, request);
        if (!wantsToAsk && await IsAllowedAsync(question, cancellation))
        {
            return new AskAnswer.Allowed(question);
        }

        return isSilent ? new AskAnswer.Refused(Errors.ConsentRequired, "The person has to say yes first.") : new AskAnswer.Review(question);
    }

    // Any program on the machine can pass for an app without a secret or an address of its own (RFC 8252 §8.6).
    private static bool IsSureOf(AppCard app, OpenIddictRequest request) =>
        !app.IsPublic || RedirectAddress.IsOneParty(request.RedirectUri ?? app.RedirectUris.Single());

    private async Task<AccountCard?> ReadAsync(ClaimsPrincipal person, CancellationToken cancellation) =>
        person.AccountId() is { } id && await accounts.RunAsync(id, cancellation) is { IsDisabled: false } account ? account : null;

    /// <summary>A live sign-in of the same app and account, with at least these scopes, is the memory of an earlier yes.</summary>
    private async Task<bool> IsAllowedAsync(SignInQuestion question, CancellationToken cancellation)
    {
        var allowed = await devices.AllowedInBrowsersAsync(question.Account.Id, question.App.Id, question.App.IdleTime, cancellation);
        return allowed.Any(scopes => Split(question.Scopes).All(Split(scopes).Contains));
    }

    /// <summary>Asks for a stronger proof, once; an account that has none, or a person who comes back without it, cannot do what the app wants.</summary>
    private async Task<AskAnswer> StepUpAsync(OpenIddictRequest request, Guid account, Proven proven, bool isSilent, CancellationToken cancellation)
    {
        var best = await ways.RunAsync(account, cancellation) switch
        {
            { Passkeys: > 0 } => Strength.PhishingResistant,
            { App: not null, HasPassword: true } => Strength.Two,
            _ => Strength.One,
        };
        if (!WantedStrength.IsMet(request, best) || fresh.IsSinceAsked(request, proven.At))
        {
            return new AskAnswer.Refused(WantedStrength.Unmet, "The person cannot prove as much as acr_values asks for.");
        }

        return isSilent ? new AskAnswer.Refused(Errors.LoginRequired, "The person has to sign in with a stronger proof first.") : new AskAnswer.ProveMore();
    }

    private static string[] Split(string scopes) => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
