using System.CommandLine;
using System.Security.Cryptography;

namespace LinkCode.Server.Apps;

/// <summary><c>LinkCode.Server apps add ID --name NAME …</c>: registers an app, or changes one.</summary>
internal static class AddAppCommand
{
    private static readonly AppSettings Default = new();

    private static readonly Argument<string> Id = new("ID") { Description = "The app's id (client_id): letters, digits, dots, dashes and underscores." };
    private static readonly Option<string> Name = new("--name") { Description = "The name people see. A new app needs one." };
    private static readonly Option<string> Publisher = new("--publisher") { Description = "Who made it." };
    private static readonly Option<bool> Verified = new("--verified") { Description = "You have checked that the publisher is who it says." };
    private static readonly Option<string> Kind = new("--kind") { Description = $"What it runs on: Tv, Console, Cli, Iot, Agent or Browser. New: {Default.Kind}." };
    private static readonly Option<bool> Secret = new("--secret") { Description = "The app can keep a secret (it runs on a server). A new one is made and printed once; one it had ends." };
    private static readonly Option<bool> Public = new("--public") { Description = "The app can keep no secret, as a new one without --secret; one it had ends." };
    private static readonly Option<string> Allowed = new("--scopes") { Description = $"What it may ask for, separated by spaces. New: {Default.Scopes}." };
    private static readonly Option<string> DefaultScopes = new("--default-scopes") { Description = "What it gets when it names nothing. New: all it may ask for." };
    private static readonly Option<string[]> RedirectUris = new("--redirect-uri") { Description = "Where an app with a browser gets its answer. May be given more than once; an empty one takes those away that are there." };
    private static readonly Option<string> Icon = new("--icon") { Description = "The path of its picture below this site." };
    private static readonly Option<string> Colour = new("--colour") { Description = "The ground of its tile, as #d93025; an empty one takes it away." };
    private static readonly Option<bool> NoCompleteLink = new("--no-complete-link") { Description = "Its devices get no address that already contains the code." };
    private static readonly Option<bool> Digits = new("--digits") { Description = "Nine digits instead of letters, for remote controls." };
    private static readonly Option<bool> Proof = new("--dpop") { Description = "Its devices have to prove a key of their own with every request (RFC 9449)." };
    private static readonly Option<bool> Fresh = new("--fresh-sign-in") { Description = "Its devices are approved only by a person who has signed in within the last five minutes." };
    private static readonly Option<int> Lifetime = new("--code-lifetime") { Description = $"Seconds a code lives, 60 to 1800. New: {Default.CodeLifetimeSeconds}." };
    private static readonly Option<int> IdleDays = new("--idle-days") { Description = $"Days a device may stay unused, 1 to 365. New: {Default.IdleDays}." };
    private static readonly Option<int> MostDays = new("--most-days") { Description = $"Days a device stays linked however often it is used, 0 to 3650; 0 for as long as it is used. New: {Default.MostDays}." };

    public static Command Create(Func<IServiceProvider> services)
    {
        var command = new Command("add", "Registers an app, or changes what is named of a registered one; --verified false and the like take back.")
        {
            Id, Name, Publisher, Verified, Kind, Secret, Public, Allowed, DefaultScopes, RedirectUris, Icon, Colour, NoCompleteLink, Digits, Proof, Fresh, Lifetime, IdleDays, MostDays,
        };
        command.SetAction((parsed, cancellation) => RunAsync(services, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Func<IServiceProvider> services, ParseResult parsed, CancellationToken cancellation)
    {
        var (clientId, output) = (parsed.GetRequiredValue(Id), parsed.InvocationConfiguration);
        await using var scope = services().CreateAsyncScope();
        var before = await scope.ServiceProvider.GetRequiredService<ReadApp>().RunAsync(clientId, cancellation);
        var settings = Settings(parsed, before ?? Default);
        var problem = before is null && parsed.GetResult(Name) is null ? "A new app needs a name: --name NAME"
            : parsed.GetValue(Secret) && parsed.GetValue(Public) ? "An app has a secret or is public: --secret or --public, not both."
            : await scope.ServiceProvider.GetRequiredService<RegisterApp>().RunAsync(clientId, settings, keepsSecret: !parsed.GetValue(Secret) && !parsed.GetValue(Public), cancellation);
        if (problem is not null)
        {
            await output.Error.WriteLineAsync(problem);
            return 1;
        }

        await output.Output.WriteLineAsync($"{clientId} is registered.");
        if (settings.Secret.Length > 0)
        {
            await output.Output.WriteLineAsync($"Its secret, which is not shown again: {settings.Secret}");
        }

        return 0;
    }

    // What is not named stays as it is.
    private static AppSettings Settings(ParseResult parsed, AppSettings before)
    {
        var (name, publisher) = (Named(parsed, Name, before.Name), Named(parsed, Publisher, before.Publisher));
        var settings = new AppSettings
        {
            Name = name,
            Publisher = publisher,

            // What was checked was another name: with a new one the mark has to be given again.
            Verified = Named(parsed, Verified, before.Verified && name == before.Name && publisher == before.Publisher),
            Kind = Named(parsed, Kind, before.Kind),
            Secret = parsed.GetValue(Secret) ? RandomNumberGenerator.GetHexString(48, lowercase: true) : "",
            Scopes = Named(parsed, Allowed, before.Scopes),
            DefaultScopes = Named(parsed, DefaultScopes, before.DefaultScopes),
            IconPath = Named(parsed, Icon, before.IconPath),
            Colour = Named(parsed, Colour, before.Colour),
            CompleteLink = !Named(parsed, NoCompleteLink, !before.CompleteLink),
            Digits = Named(parsed, Digits, before.Digits),
            DPoP = Named(parsed, Proof, before.DPoP),
            FreshSignIn = Named(parsed, Fresh, before.FreshSignIn),
            CodeLifetimeSeconds = Named(parsed, Lifetime, before.CodeLifetimeSeconds),
            IdleDays = Named(parsed, IdleDays, before.IdleDays),
            MostDays = Named(parsed, MostDays, before.MostDays),
        };
        foreach (var uri in Named(parsed, RedirectUris, [.. before.RedirectUris]).Where(uri => uri.Length > 0))
        {
            settings.RedirectUris.Add(uri);
        }

        return settings;
    }

    private static T Named<T>(ParseResult parsed, Option<T> option, T before) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : before;
}
