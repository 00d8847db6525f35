using LinkCode.Device;
using LinkCode.Server.Apps;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>LinkCode.Device goes on with its code over restarts of the server, of the app, and of both.</summary>
public sealed class RestartsWithTheLibrary
{
    private static readonly Dictionary<string, string?> Quick = new() { ["LinkCode:Codes:IntervalSeconds"] = "1" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task X4_E6_a_device_that_waits_while_the_server_restarts_is_linked_with_the_same_code()
    {
        var before = await TestServer.StartAsync(Quick);
        var (folder, port) = (before.Folder, before.Address.Port);
        var person = await Person.AddAsync(before);
        using var client = new LinkClient(new LinkClientOptions(before.Address.AbsoluteUri, "demo-tv"));
        TestServer? after = null;
        var code = "";
        LinkEvent? last = null;
        await foreach (var happened in client.WatchAsync(null, Stop))
        {
            last = happened;
            Assert.IsNotType<LinkEvent.CodeRenewed>(happened);
            if (happened is LinkEvent.CodeReady ready)
            {
                code = ready.Prompt.Code;
                _ = Task.Run(
                    async () =>
                    {
                        // By now the poll is held; the server that stops answers it.
                        await Task.Delay(2500, Stop);
                        await before.StopAsync();
                        after = await TestServer.StartAsync(Quick, folder, port);
                        await new Person(after, person.Id).LinkAsync(code);
                    },
                    Stop);
            }
        }

        Assert.IsType<LinkEvent.Linked>(last);
        await after!.DisposeAsync();
    }

    [Fact]
    public async Task A_code_that_the_store_kept_is_shown_again_after_app_and_server_restarted()
    {
        var before = await TestServer.StartAsync(Quick);
        var (folder, port, address) = (before.Folder, before.Address.Port, before.Address.AbsoluteUri);
        var person = await Person.AddAsync(before);
        var store = new EncryptedFileStore(Path.Combine(folder, "device"));
        string code;
        using (var first = new LinkClient(new LinkClientOptions(address, "demo-tv") { Store = store, RememberPendingLink = true, UseDPoP = true }))
        {
            code = (await first.StartAsync(Stop)).Prompt.Code;
        }

        await before.StopAsync();
        await using var after = await TestServer.StartAsync(Quick, folder, port);
        using var second = new LinkClient(new LinkClientOptions(address, "demo-tv") { Store = store, RememberPendingLink = true, UseDPoP = true });
        var shown = new List<string>();
        var linking = second.LinkAsync(prompt => shown.Add(prompt.Code), Stop);
        await new Person(after, person.Id).LinkAsync(code);
        Assert.True((await linking).IsBound);
        Assert.Equal([code], shown);
    }

    [Fact]
    public async Task X5_a_device_sees_that_its_code_lives_longer_while_somebody_is_busy_with_it()
    {
        await using var server = await TestServer.StartAsync(Quick);
        await server.AddAppAsync("brief", new AppSettings { Name = "Brief", CodeLifetimeSeconds = 60 });
        var person = await Person.AddAsync(server);
        using var client = new LinkClient(new LinkClientOptions(server.Address.AbsoluteUri, "brief"));
        var link = await client.StartAsync(Stop);
        Assert.InRange(link.Remaining.TotalSeconds, 1, 60);
        await person.EnterAsync(link.Prompt.Code);
        await Task.Delay(1100, Stop);
        var claimed = Assert.IsType<LinkEvent.Claimed>(await client.PollOnceAsync(link, Stop));
        Assert.InRange(claimed.Remaining.TotalSeconds, 500, 600);
        Assert.Equal(link.Remaining.TotalMinutes, claimed.Remaining.TotalMinutes, 0.5);
    }
}
