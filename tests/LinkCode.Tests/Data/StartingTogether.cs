using LinkCode.Tests.Host;

namespace LinkCode.Tests.Data;

/// <summary>Several nodes may meet an empty database at the same moment.</summary>
[Trait(TestDatabase.Trait, TestDatabase.OnlyPostgres)]
public sealed class StartingTogether
{
    [Fact]
    public async Task Four_first_starts_at_once_make_one_set_of_tables_and_keys()
    {
        var folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;
        var settings = new Dictionary<string, string?>
        {
            ["LinkCode:Data:Provider"] = "Postgres",
            ["LinkCode:Data:Connection"] = TestDatabase.Empty(folder),
            ["LinkCode:KeySecret"] = "a secret of the tests, longer than it has to be",
            ["LinkCode:PublicUrl"] = "http://localhost",
        };
        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestServer.StartAsync(settings)));
        try
        {
            var devices = await Task.WhenAll(nodes.Select(async node =>
            {
                var http = node.Program();
                http.DefaultRequestHeaders.Host = "localhost";
                return (Http: http, Device: await new TestDevice(http).AskAsync());
            }));
            foreach (var (_, device) in devices)
            {
                foreach (var (http, _) in devices)
                {
                    Assert.Equal("authorization_pending", (await device.At(http).PollAsync()).Error);
                }
            }

            Array.ForEach(devices, one => one.Http.Dispose());
            foreach (var kind in (string[])["codes-%", "signing-%", "encryption%", "protection/%"])
            {
                Assert.Equal(1, TestDatabase.Count(folder, $"SELECT count(*) FROM \"Keys\" WHERE \"Name\" LIKE '{kind}'"));
            }
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
            TestDatabase.Drop(folder);
        }
    }
}
