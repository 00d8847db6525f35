using System.Globalization;
using System.Net;
using System.Text.Json;
using LinkCode.Device;

namespace LinkCode.Samples.Cli;

/// <summary>The four commands. Each answers the exit code: 0 done, 1 not done, 3 not linked, 130 stopped.</summary>
internal sealed class Commands : IDisposable
{
    public const int Stopped = 130;
    private const int NotLinked = 3;
    private readonly Arguments arguments;
    private readonly LinkClient client;

    public Commands(Arguments arguments)
    {
        this.arguments = arguments;
        var home = Environment.GetEnvironmentVariable("LINKCODE_CLI_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.Create), "linkcode-cli");
        client = new LinkClient(new LinkClientOptions(arguments.Server, arguments.Client)
        {
            Scope = "openid profile offline_access devices",
            Store = new EncryptedFileStore(home),
            UserAgent = "linkcode-cli/0.1",
            StartPatience = TimeSpan.FromSeconds(10),
            Device = { Name = arguments.Name, Type = "cli", Model = OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux", AppVersion = "0.1" },
        });
    }

    public async Task<int> LoginAsync(CancellationToken cancellation)
    {
        var console = new LinkConsole(new LinkConsoleOptions
        {
            Qr = arguments.Qr,
            Json = arguments.Json,
            OpenBrowser = arguments.Browser,
            CopyCode = arguments.Copy,
        });
        if (await console.LinkAsync(client, cancellation) is not LinkEvent.Linked { Session: var session })
        {
            return 1;
        }

        if (session.StoreTrouble is { } trouble)
        {
            await Console.Error.WriteLineAsync($"The link cannot be kept on this machine: {trouble.Message}");
        }

        return session.StoreTrouble is null ? 0 : 1;
    }

    public async Task<int> WhoAmIAsync(CancellationToken cancellation)
    {
        var address = (await client.DiscoverAsync(cancellation)).UserInfoEndpoint;
        return address is null ? Fail("This server does not tell.") : await GetAsync(address, WritePerson, cancellation);
    }

    public Task<int> DevicesAsync(CancellationToken cancellation) =>
        GetAsync(new Uri(arguments.Server.TrimEnd('/') + "/account/devices"), WriteDevices, cancellation);

    public async Task<int> LogoutAsync(CancellationToken cancellation)
    {
        if (await client.OpenAsync(cancellation) is not { } session)
        {
            return Fail("This command line is not linked.", NotLinked);
        }

        var confirmed = await SignOutAsync(session, cancellation);
        if (session.StoreTrouble is { } trouble)
        {
            var there = confirmed ? "The server has ended the link" : "The server did not confirm the end of the link";
            return Fail($"{there}, and it cannot be removed from this machine. ({trouble.Message})");
        }

        Say("logged_out", confirmed ? "This command line is unlinked." : "Unlinked here. The server did not confirm it: look at your list of devices.");
        return cancellation.IsCancellationRequested ? Stopped : 0;
    }

    public void Dispose() => client.Dispose();

    /// <summary>Whether the server confirmed it: giving up asking it does not keep the link.</summary>
    private static async Task<bool> SignOutAsync(LinkedSession session, CancellationToken cancellation)
    {
        try
        {
            return await session.SignOutAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<int> GetAsync(Uri address, Action<JsonElement> write, CancellationToken cancellation)
    {
        if (await client.OpenAsync(cancellation) is not { } session)
        {
            return Fail("This command line is not linked. Run: linkcode-cli login", NotLinked);
        }

        using var handler = new LinkCodeHandler(session, address.GetLeftPart(UriPartial.Authority)) { InnerHandler = new SocketsHttpHandler() };
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(address, cancellation);
        if (session.IsLost)
        {
            return Fail("This command line is no longer linked. Run: linkcode-cli login", NotLinked);
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return Fail($"The server answered {(int)answer.StatusCode}.");
        }

        var body = await answer.Content.ReadAsStringAsync(cancellation);
        if (arguments.Json == true)
        {
            Console.WriteLine(body);
            return 0;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            write(document.RootElement);
            return 0;
        }
        catch (Exception trouble) when (trouble is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Fail($"The server gave an answer that makes no sense here. ({trouble.Message})");
        }
    }

    private static void WritePerson(JsonElement person)
    {
        var name = Text(person, "name") ?? Text(person, "preferred_username") ?? Text(person, "email");
        Console.WriteLine(name is null ? Text(person, "sub") : $"{name} ({Text(person, "sub")})");
    }

    private static void WriteDevices(JsonElement answer)
    {
        foreach (var device in answer.GetProperty("devices").EnumerateArray())
        {
            var here = device.TryGetProperty("current", out var current) && current.ValueKind == JsonValueKind.True ? "*" : " ";
            Console.WriteLine($"{here} {Text(device, "name"),-28} {Text(device, "kind"),-8} {Text(device, "app"),-20} linked {Day(device, "linked_at")}, used {Day(device, "last_used_at")}");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? string.Concat(value.GetString()!.Where(letter => !char.IsControl(letter)))
            : null;

    private static string Day(JsonElement device, string name) =>
        DateTimeOffset.TryParse(Text(device, name), CultureInfo.InvariantCulture, out var time)
            ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : "never";

    private void Say(string name, string sentence) =>
        Console.WriteLine(arguments.Json == true ? $$"""{"event":"{{name}}"}""" : sentence);

    private static int Fail(string sentence, int code = 1)
    {
        Console.Error.WriteLine(sentence);
        return code;
    }
}
