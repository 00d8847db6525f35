using System.CommandLine;
using System.Globalization;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>The command <c>doctor URL --client ID</c>. Exit codes: 0 nothing broken, 1 something broken, 2 nothing could be examined.</summary>
internal static class DoctorCommand
{
    private static readonly Argument<string?> Url = new("url")
    {
        Description = "The server's issuer address.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Client = Text("--client", "The app to examine with: public, allowed to use device codes.");
    private static readonly Option<string?> Secret = Text("--secret", "Its secret, if it has one.");
    private static readonly Option<string?> Other = Text("--other-client", "A second public app.");
    private static readonly Option<string?> Confidential = Text("--confidential-client", "An app with a secret.");
    private static readonly Option<string?> ConfidentialSecret = Text("--confidential-secret", "Its secret.");
    private static readonly Option<string?> Brief = Text("--brief-client", "A public app whose codes live only seconds.");
    private static readonly Option<string?> Codeless = Text("--codeless-client", "A public app that may not use device codes.");
    private static readonly Option<string?> Redirect = Text("--redirect-uri", "A redirect address of the confidential app.");
    private static readonly Option<string?> Scope = Text("--scope", "What to ask for; openid and offline_access where the server has them.");
    private static readonly Option<string?> Approve = Text("--approve", "A command that types LINKCODE_USER_CODE at LINKCODE_VERIFICATION_URI and approves.");
    private static readonly Option<string?> Deny = Text("--deny", "The same, but it declines.");
    private static readonly Option<string?> Device = Text("--device-endpoint", "Where discovery does not say.");
    private static readonly Option<string?> Token = Text("--token-endpoint", "Where discovery does not say.");
    private static readonly Option<string?> Patience = Text("--patience", "The longest time in seconds that one rule may wait (75).");

    private static readonly Option<bool> Guess = new("--guess")
    {
        Description = "Also send wrong codes until refused; this may lock the network or account for minutes.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of a table." };

    public static Command Create()
    {
        var command = new Command("doctor", "Runs the rules of the device flow against any server and says which it keeps.")
        {
            Url, Client, Secret, Other, Confidential, ConfidentialSecret, Brief, Codeless, Redirect, Scope, Approve, Deny, Device, Token,
            Patience, Guess, Json,
        };
        // Left to the parser, a wrong line would end with 1, which here means "something is broken": so all is text to it, and judged below.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, CancellationToken cancel)
    {
        var (output, errors) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
        if (line.UnmatchedTokens.Count > 0
            || !Uri.TryCreate(line.GetValue(Url), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || line.GetValue(Client) is not { Length: > 0 } client
            || !int.TryParse(line.GetValue(Patience) ?? "75", NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            await errors.WriteLineAsync("Usage: doctor https://login.example --client ID [--approve COMMAND] …; doctor --help names all options.");
            return 2;
        }

        using var wire = new Wire();
        switch (await Patient.MeetAsync(wire, Read(line, url, client) with { Patience = TimeSpan.FromSeconds(seconds) }, TimeProvider.System, cancel))
        {
            case Meeting.Met { Patient: var patient }:
                return await ExamineAsync(patient, output, line.GetValue(Json), cancel);
            case Meeting.Unreachable { Why: var why }:
                await errors.WriteLineAsync($"{url} cannot be examined: {DoctorReport.Printable(why)}");
                return 2;
            case var other:
                throw new InvalidOperationException($"An unknown meeting: {other}");
        }
    }

    private static async Task<int> ExamineAsync(Patient patient, TextWriter output, bool json, CancellationToken cancel)
    {
        var rows = await Examination.RunAsync(patient, cancel);
        await patient.LeaveAsync(cancel);
        if (json)
        {
            await output.WriteLineAsync(DoctorReport.Json(patient.Facts.Address, rows));
        }
        else
        {
            await output.WriteAsync(DoctorReport.Table(rows));
        }

        return rows.Any(row => row.Finding is Finding.Broken) ? 1 : 0;
    }

    private static PatientFacts Read(ParseResult line, Uri url, string client) => new()
    {
        Address = url.OriginalString,
        Client = client,
        Secret = line.GetValue(Secret),
        OtherClient = line.GetValue(Other),
        ConfidentialClient = line.GetValue(Confidential),
        ConfidentialSecret = line.GetValue(ConfidentialSecret),
        BriefClient = line.GetValue(Brief),
        CodelessClient = line.GetValue(Codeless),
        RedirectUri = line.GetValue(Redirect),
        Scope = line.GetValue(Scope),
        DeviceEndpoint = line.GetValue(Device),
        TokenEndpoint = line.GetValue(Token),
        Guess = line.GetValue(Guess),
        Approve = line.GetValue(Approve) is { } approve ? ShellDecider.From(approve) : null,
        Deny = line.GetValue(Deny) is { } deny ? ShellDecider.From(deny) : null,
    };

    private static Option<string?> Text(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
    };
}
