namespace LinkCode.Samples.Cli;

/// <summary>What was typed after the program's name.</summary>
internal sealed record Arguments(string Command)
{
    public const string Usage = """
        linkcode-cli: signs this command line in with a short code.

          linkcode-cli login     links this command line to your account
          linkcode-cli whoami    says whose account it is
          linkcode-cli devices   lists the devices linked to the account
          linkcode-cli logout    unlinks this command line

          --server ADDRESS   the server (http://localhost:5290)
          --client ID        the app's id at the server (demo-cli)
          --name NAME        what to call this device (the machine's name)
          --qr, --no-qr      always or never draw the QR picture
          --browser          open the page in a browser here
          --copy             put the code on the clipboard
          --json             write JSON, one object per line

        Where the link is kept: the directory in LINKCODE_CLI_HOME, else linkcode-cli among your settings.
        """;

    private static readonly string[] Commands = ["login", "whoami", "devices", "logout"];

    public string Server { get; private set; } = "http://localhost:5290";

    /// <summary>Whether the server's address is one that requests can be sent to.</summary>
    public bool HasWebAddress => Uri.TryCreate(Server, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    public string Client { get; private set; } = "demo-cli";

    public string Name { get; private set; } = Environment.MachineName;

    public bool? Qr { get; private set; }

    public bool? Json { get; private set; }

    public bool Browser { get; private set; }

    public bool Copy { get; private set; }

    /// <summary>The arguments, or null if they make no sense.</summary>
    public static Arguments? Read(string[] words)
    {
        if (words.Length == 0 || !Commands.Contains(words[0]))
        {
            return null;
        }

        var arguments = new Arguments(words[0]);
        for (var i = 1; i < words.Length; i++)
        {
            var value = i + 1 < words.Length && words[i + 1].Length > 0 ? words[i + 1] : null;
            switch (words[i])
            {
                case "--server" when value is not null:
                    arguments.Server = words[++i];
                    break;
                case "--client" when value is not null:
                    arguments.Client = words[++i];
                    break;
                case "--name" when value is not null:
                    arguments.Name = words[++i];
                    break;
                case "--qr" or "--no-qr":
                    arguments.Qr = words[i] == "--qr";
                    break;
                case "--browser":
                    arguments.Browser = true;
                    break;
                case "--copy":
                    arguments.Copy = true;
                    break;
                case "--json":
                    arguments.Json = true;
                    break;
                default:
                    return null;
            }
        }

        return arguments;
    }
}
