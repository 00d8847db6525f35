using System.Diagnostics;

namespace LinkCode.Bench.Subjects;

/// <summary>How one server is started: its words, its settings, where it keeps things.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Key">What files and the command line call it.</param>
/// <param name="KeepsCodes">Whether codes survive a restart, so that asking for them again can be saved.</param>
internal sealed record Recipe(string Name, string Key, Dialect Dialect, bool KeepsCodes, Func<string, string, ProcessStartInfo> Start)
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    /// <summary>Our server with everything on; an interval of one second so that no poll of the bench is too early.</summary>
    public static Recipe Ours(params (string Name, string Value)[] settings) => new("LinkCode, everything on", "linkcode", Dialect.Ours, KeepsCodes: false, (address, folder) =>
    {
        var start = Cores.OnServerCore("dotnet", Published("linkcode", "LinkCode.Server.dll"), "--environment", "Development", "--urls", address);
        start.Environment["LinkCode__DataFolder"] = folder;
        start.Environment["LinkCode__PublicUrl"] = address;
        start.Environment["LinkCode__LimitScale"] = "10000";
        start.Environment["LinkCode__Mail__Route"] = "Folder";
        start.Environment["LinkCode__Codes__IntervalSeconds"] = "1";
        start.Environment["LinkCode__Codes__LiveCodesPerApp"] = "5000000";
        start.Environment["LinkCode__Apps__Registered__bench-tv__Name"] = "Bench Television";
        start.Environment["LinkCode__Apps__Registered__bench-tv__Verified"] = "true";
        foreach (var (name, value) in settings)
        {
            start.Environment["LinkCode__" + name] = value;
        }

        return start;
    });

    public static Recipe BarePipe { get; } = Bare("pipe", "bare middleware, bytes from the pipe, set up as ours (the limit)");

    public static Recipe BareForm { get; } = Bare("form", "bare endpoint, ReadFormAsync");

    public static Recipe BareLinks { get; } = Bare("links", "bare middleware, constant pages and tokens, four rows on disk (the limit)");

    public static Recipe OpenIddictFast { get; } = OpenIddict("dataprotection", "OpenIddict 7.8, SQLite, Data Protection");

    public static Recipe OpenIddictRsa { get; } = OpenIddict("rsa", "OpenIddict 7.8, SQLite, RSA-2048");

    public static Recipe OidcProvider { get; } = Node("oidc-provider", "oidc-provider 9, memory only", Dialect.OidcProvider, keepsCodes: false);

    public static Recipe BetterAuth { get; } = Node("better-auth", "better-auth 1.7, SQLite", Dialect.BetterAuth, keepsCodes: true);

    public static IReadOnlyList<Recipe> Peers { get; } = [OidcProvider, OpenIddictFast, OpenIddictRsa, BetterAuth];

    private static string Published(string folder, string file) => Path.Combine(Root, "artifacts", "bench", folder, file);

    private static Recipe Bare(string kind, string name) => new(name, "bare-" + kind, Dialect.Ours, KeepsCodes: false, (address, folder) =>
    {
        var start = Cores.OnServerCore("dotnet", Path.Combine(AppContext.BaseDirectory, "linkcode-bench.dll"), "bare", kind, address, folder);
        if (kind != "form")
        {
            start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        }

        return start;
    });

    private static Recipe OpenIddict(string format, string name) => new(name, "openiddict-" + format, Dialect.OpenIddict, KeepsCodes: true, (address, folder) =>
        Cores.OnServerCore("dotnet", Published("openiddict", "openiddict-peer.dll"), format, address, folder));

    private static Recipe Node(string key, string name, Dialect dialect, bool keepsCodes) => new(name, key, dialect, keepsCodes, (address, folder) =>
    {
        var start = Cores.OnServerCore("node", Path.Combine(Root, "bench", "peers", key, "server.mjs"));
        start.Environment["NODE_ENV"] = "production";
        start.Environment["PORT"] = new Uri(address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["FOLDER"] = folder;
        return start;
    });
}
