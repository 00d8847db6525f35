using System.Security.Cryptography;
using LinkCode.Server;
using LinkCode.Server.Operator;
using LinkCode.Server.Platform;
using LinkCode.Tests.Accounts;
using Microsoft.Data.Sqlite;

namespace LinkCode.Tests.Operator;

/// <summary>Outside Development the server starts only when what protects people is set, and says so in a line.</summary>
public sealed class StartingInProduction : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Secret = "LinkCode:KeySecret=0123456789abcdef0123456789abcdef";
    private const string Address = "LinkCode:PublicUrl=https://link.example.org";
    private readonly string folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("LinkCode:PublicUrl is missing", Secret)]
    [InlineData("LinkCode:PublicUrl is missing", Secret, "LinkCode:PublicUrl=link.example.org")]
    [InlineData("LinkCode:PublicUrl must begin with https://", Secret, "LinkCode:PublicUrl=http://link.example.org")]
    [InlineData("LinkCode:PublicUrl must be the address of a host of its own", Secret, "LinkCode:PublicUrl=https://link.example.org?a=b")]
    [InlineData("LinkCode:PublicUrl must be the address of a host of its own", Secret, "LinkCode:PublicUrl=https://www.example.org/link")]
    [InlineData("Failed to convert configuration value 'Pigeon' at 'LinkCode:Mail:Route'", Address, Secret, "LinkCode:Mail:Route=Pigeon")]
    [InlineData("Failed to convert configuration value 'soon' at 'LinkCode:Codes:IntervalSeconds'", Address, Secret, "LinkCode:Codes:IntervalSeconds=soon")]
    [InlineData("LinkCode:KeySecret (or LinkCode:KeySecretFile) is missing or shorter than 32 characters", Address)]
    [InlineData("LinkCode:KeySecret (or LinkCode:KeySecretFile) is missing or shorter than 32 characters", Address, "LinkCode:KeySecret=0123456789abcdef0123456789abcde")]
    [InlineData("LinkCode:KeySecretFile cannot be read", Address, "LinkCode:KeySecretFile=/nowhere/key-secret")]
    [InlineData("LinkCode:TrustedProxies: proxy.local is not an address", Address, Secret, "LinkCode:TrustedProxies:0=proxy.local")]
    [InlineData("LinkCode:Mail:Route is Smtp, so LinkCode:Mail:SmtpHost", Address, Secret, "LinkCode:Mail:Route=Smtp")]
    [InlineData("LinkCode:Look:Accent: #ffd400 as text on #fdecea (--stop-tint) has a contrast of 1.25:1, and 4.5:1 is needed. #", Address, Secret, "LinkCode:Look:Accent=#ffd400")]
    [InlineData("LinkCode:Look:AccentDark: #003366 as text on #1e2930 (--sunken) has a contrast of 1.17:1, and 4.5:1 is needed. #", Address, Secret, "LinkCode:Look:Accent=#003366", "LinkCode:Look:AccentDark=#003366")]
    [InlineData("LinkCode:Look:Accent: blue is not a colour", Address, Secret, "LinkCode:Look:Accent=blue")]
    [InlineData("LinkCode:Look:AccentDark needs LinkCode:Look:Accent", Address, Secret, "LinkCode:Look:AccentDark=#ffffff")]
    [InlineData("LinkCode:Look:Logo cannot be read", Address, Secret, "LinkCode:Look:Logo=/nowhere/logo.svg")]
    [InlineData("LinkCode:Look:Stylesheet cannot be read", Address, Secret, "LinkCode:Look:Stylesheet=/nowhere/own.css")]
    [InlineData("LinkCode:Mail:Route may be Page in Development only", Address, Secret, "LinkCode:Mail:Route=Page")]
    public async Task What_is_missing_is_said_in_one_line_before_anything_is_written(string sentence, params string[] settings)
    {
        string[] words = ["--environment", "Production", $"--LinkCode:DataFolder={folder}", .. settings.Select(setting => "--" + setting)];
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => LinkCodeServer.CreateAsync(words));
        var said = StartTrouble.Sentence(refused);
        Assert.StartsWith(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said!);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task The_terminal_shows_that_line_and_no_stack_trace()
    {
        await using var server = ServerProcess.Start(new Dictionary<string, string> { ["LinkCode__DataFolder"] = folder });
        Assert.Equal(StartTrouble.ExitCode, await server.EndAsync());
        Assert.StartsWith("LinkCode:PublicUrl is missing", server.Said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', server.Said);
    }

    [Theory]
    [InlineData("CodeLifetimeSeconds", "5", "must be between 60 and 1800")]
    [InlineData("IdleDays", "0", "must be between 1 and 365")]
    [InlineData("Kind", "9", "one of Tv, Console")]
    [InlineData("Kind", "Toaster", "one of Tv, Console")]
    [InlineData("Colour", "#ffffff", "An app's colour: #ffffff as an edge on #ffffff (a light page) has a contrast of 1.00:1, and 3:1 is needed. #")]
    public async Task An_app_that_cannot_be_registered_stops_the_start_with_a_line(string setting, string value, string sentence)
    {
        string[] words =
        [
            "--environment", "Production", "--urls", "http://127.0.0.1:0", $"--LinkCode:DataFolder={folder}", "--" + Address, "--" + Secret,
            "--LinkCode:Apps:Registered:lamp:Name=Lamp", $"--LinkCode:Apps:Registered:lamp:{setting}={value}",
        ];
        var refused = await Assert.ThrowsAnyAsync<Exception>(async () => await LinkCodeServer.RunAsync(await LinkCodeServer.CreateAsync(words)));
        var said = StartTrouble.Sentence(refused);
        Assert.StartsWith("The app lamp in the configuration cannot be registered.", said, StringComparison.Ordinal);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said!);
    }

    [Fact]
    public async Task Keys_on_disk_are_sealed_and_only_the_server_s_user_can_read_them()
    {
        await using var site = await Site.ProductionAsync(folder);
        var page = await site.Browser().GetAsync("/sign-in");
        Assert.Equal("Sign in", page.Heading);

        var keys = Path.Combine(folder, "keys");
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, ServerProcess.Mode(keys));
        var files = Directory.GetFiles(keys, "*.key");
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Equal(OwnerOnly, ServerProcess.Mode(file)));
        using var key = ECDsa.Create();
        var signing = await File.ReadAllBytesAsync(files.Single(file => Path.GetFileName(file).StartsWith("signing-", StringComparison.Ordinal)));
        Assert.Throws<CryptographicException>(() => key.ImportPkcs8PrivateKey(signing, out _));

        var protection = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(keys, "protection"))));
        Assert.Contains("<sealed", protection, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", protection, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_and_its_log_files_belong_to_the_server_s_user_alone()
    {
        await using var site = await Site.ProductionAsync(folder);
        await site.AccountAsync(Site.NewAddress());

        // Another test may close idle connections at any moment, and the last one takes the log files along.
        await using var held = new SqliteConnection($"Data Source={Path.Combine(folder, "linkcode.db")};Pooling=False");
        await held.OpenAsync();
        await using var look = held.CreateCommand();
        look.CommandText = "SELECT count(*) FROM sqlite_schema";
        await look.ExecuteScalarAsync();
        var files = Directory.GetFiles(folder, "linkcode.db*");
        Assert.Equal(["linkcode.db", "linkcode.db-shm", "linkcode.db-wal"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(OwnerOnly, ServerProcess.Mode(file)));
    }

    [Fact]
    public async Task Another_secret_does_not_open_them_and_does_not_replace_them()
    {
        await using (await Site.ProductionAsync(folder))
        {
        }

        var before = Directory.GetFiles(Path.Combine(folder, "keys"), "*.key").Select(File.ReadAllBytes).ToList();
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => Site.ProductionAsync(folder, ("LinkCode:KeySecret", "another secret, long enough as well, but another")));
        Assert.Contains("cannot be opened with this key secret", StartTrouble.Sentence(refused), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(Path.Combine(folder, "keys"), "*.key").Select(File.ReadAllBytes));
        await using var again = await Site.ProductionAsync(folder);
        Assert.Equal("Sign in", (await again.Browser().GetAsync("/sign-in")).Heading);
    }

    [Fact]
    public void What_is_a_bug_keeps_its_trace() => Assert.Null(StartTrouble.Sentence(new InvalidOperationException("a bug")));
}
