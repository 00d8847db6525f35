using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace LinkCode.Server.Apps;

/// <summary><c>LinkCode.Server apps add ID --name NAME …</c>: registers an app, or brings it up to date.</summary>
internal static class AddAppCommand
{
    private static readonly AppSettings Default = new();

    private static readonly Argument<string> Id = new("ID") { Description = "The app's id (client_id): letters, digits, dots, dashes and underscores." };
    private static readonly Option<string> Name = new("--name") { Description = "The name people see.", Required = true };
    private static readonly Option<string> Publisher = Text("--publisher", "Who made it.", "");
    private static readonly Option<bool> Verified = new("--verified") { Description = "You have checked that the publisher is who it says." };
    private static readonly Option<string> Kind = Text("--kind", "What it runs on: Tv, Console, Cli, Iot, Agent or Browser.", Default.Kind);
    private static readonly Option<bool> Secret = new("--secret") { Description = "The app can keep a secret (it runs on a server). One is made and printed once." };
    private static readonly Option<string> Allowed = Text("--scopes", "What it may ask for, separated by spaces.", Default.Scopes);
    private static readonly Option<string> DefaultScopes = Text("--default-scopes", "What it gets when it names nothing; all it may ask for unless you say.", "");
    private static readonly Option<string[]> RedirectUris = new("--redirect-uri") { Description = "Where an app with a browser gets its answer. May be given more than once." };
    private static readonly Option<string> Icon = Text("--icon", "The path of its picture below this site.", "");
    private static readonly Option<bool> NoCompleteLink = new("--no-complete-link") { Description = "Its devices get no address that already contains the code." };
    private static readonly Option<bool> Digits = new("--digits") { Description = "Nine digits instead of letters, for remote controls." };
    private static readonly Option<bool> Proof = new("--dpop") { Description = "Its devices have to prove a key of their own with every request (RFC 9449)." };
    private static readonly Option<int> Lifetime = Number("--code-lifetime", "Seconds a code lives, 60 to 1800.", Default.CodeLifetimeSeconds);
    private static readonly Option<int> IdleDays = Number("--idle-days", "Days a device may stay unused, 1 to 365.", Default.IdleDays);
    private static readonly Option<int> MostDays = Number("--most-days", "Days a device stays linked however often it is used, 0 to 3650; 0 for as long as it is used.", Default.MostDays);

    public static Command Create(Func<IServiceProvider> services)
    {
        var command = new Command("add", "Registers an app, or brings a registered one up to date.")
        {
            Id, Name, Publisher, Verified, Kind, Secret, Allowed, DefaultScopes, RedirectUris, Icon, NoCompleteLink, Digits, Proof, Lifetime, IdleDays, MostDays,
        };
        command.SetAction((parsed, cancellation) => RunAsync(services, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Func<IServiceProvider> services, ParseResult parsed, CancellationToken cancellation)
    {
        var (clientId, settings, output) = (parsed.GetRequiredValue(Id), Settings(parsed), parsed.InvocationConfiguration);
        await using var scope = services().CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<RegisterApp>().RunAsync(clientId, settings, cancellation) is { } problem)
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

    private static AppSettings Settings(ParseResult parsed)
    {
        var settings = new AppSettings
        {
            Name = parsed.GetRequiredValue(Name),
            Publisher = parsed.GetValue(Publisher)!,
            Verified = parsed.GetValue(Verified),
            Kind = parsed.GetValue(Kind)!,
            Secret = parsed.GetValue(Secret) ? RandomNumberGenerator.GetHexString(48, lowercase: true) : "",
            Scopes = parsed.GetValue(Allowed)!,
            DefaultScopes = parsed.GetValue(DefaultScopes)!,
            IconPath = parsed.GetValue(Icon)!,
            CompleteLink = !parsed.GetValue(NoCompleteLink),
            Digits = parsed.GetValue(Digits),
            DPoP = parsed.GetValue(Proof),
            CodeLifetimeSeconds = parsed.GetValue(Lifetime),
            IdleDays = parsed.GetValue(IdleDays),
            MostDays = parsed.GetValue(MostDays),
        };
        foreach (var uri in parsed.GetValue(RedirectUris) ?? [])
        {
            settings.RedirectUris.Add(uri);
        }

        return settings;
    }

    private static Option<string> Text(string name, string description, string value) => new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
