using System.Diagnostics;
using System.Net;
using System.Text.Json;
using LinkCode.Tests.Host;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LinkCode.Tests.Platform;

/// <summary>What a probe is told, and what it is not.</summary>
public sealed class Probes
{
    [Fact]
    public async Task A_server_that_can_work_says_so_in_one_word()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        Assert.Equal((HttpStatusCode.OK, "live\n"), await AskAsync(http, "/health/live"));
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await AskAsync(http, "/health/ready"));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(http, "/health")).Status);
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task Asking_often_costs_one_commit()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        using var seen = new Measurements(server);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AskAsync(http, "/health/ready")));
        Assert.InRange(seen.Sum("linkcode.commit.size"), 1, 3);
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
    public async Task A_locked_database_is_not_ready_and_comes_back_by_itself()
    {
        var management = $"http://127.0.0.1:{Ports.Next()}";
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Telemetry:ManagementUrl"] = management });
        using var http = server.Program();
        using var inside = new HttpClient { BaseAddress = new Uri(management) };
        var (status, body) = await AskAsync(inside, "/health");
        Assert.Equal(HttpStatusCode.OK, status);
        string[] checks = [.. JsonDocument.Parse(body).RootElement.GetProperty("checks").EnumerateObject().Select(check => check.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(["database", "disk", "keys", "mail"], checks);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(inside, "/link")).Status);

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "linkcode.db")}"))
        {
            await other.OpenAsync();
            await using var writing = await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable);
            server.Clock.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready\n"), await AskAsync(http, "/health/ready"));
            Assert.Equal((HttpStatusCode.OK, "live\n"), await AskAsync(http, "/health/live"));
            (status, body) = await AskAsync(inside, "/health");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Equal("Unhealthy", JsonDocument.Parse(body).RootElement.GetProperty("checks").GetProperty("database").GetProperty("status").GetString());
        }

        server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await AskAsync(http, "/health/ready"));
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlyPostgres)]
    public async Task A_database_that_says_nothing_is_not_ready_before_a_probe_loses_patience()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        var connection = new NpgsqlConnectionStringBuilder(TestDatabase.Settings(folder)["LinkCode:Data:Connection"]);
        using var wire = new SilentWire(connection.Host!, connection.Port);
        (connection.Host, connection.Port) = ("127.0.0.1", wire.Port);
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Data:Connection"] = connection.ConnectionString }, folder);
        using var http = server.Program();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "/health/ready")).Status);
        wire.FallSilent();
        server.Clock.Advance(TimeSpan.FromSeconds(3));
        var watch = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(http, "/health/ready")).Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(6), $"It took {watch.Elapsed}.");

        // A server that stops would wait for the silence to end.
        wire.Dispose();
    }

    [Fact]
    public async Task A_key_that_does_not_open_is_not_ready()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:KeySecret"] = "0123456789abcdef0123456789abcdef" });
        using var http = server.Program();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "/.well-known/openid-configuration")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "/health/ready")).Status);
        if (TestDatabase.IsPostgres)
        {
            TestDatabase.Count(server.Folder, "WITH broken AS (UPDATE \"Keys\" SET \"Content\" = decode(repeat('00', 200), 'hex') WHERE \"Name\" LIKE 'signing-%' RETURNING 1) SELECT count(*) FROM broken");
        }
        else
        {
            var key = Directory.GetFiles(Path.Combine(server.Folder, "keys"), "signing-*").Single();
            await File.WriteAllBytesAsync(key, new byte[200]);
        }

        server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(http, "/health/ready")).Status);
    }

    [Fact]
    public async Task A_disk_without_room_is_not_ready()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:Telemetry:LeastFreeMegabytes"] = "1000000" });
        using var http = server.Program();
        var free = new DriveInfo(server.Folder).AvailableFreeSpace / 1024 / 1024;
        Assert.SkipWhen(free >= 1_000_000, "This machine has a terabyte free.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync(http, "/health/ready")).Status);
    }

    [Fact]
    public async Task Probes_come_by_plain_http_where_everybody_else_needs_https()
    {
        var port = Ports.Next();
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:PublicUrl"] = "https://link.example.org" }, port: port);
        using var http = server.Program();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "/health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(http, "/health/ready")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(http, "/link")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
