using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Faults;

/// <summary>kill -9 the moment a redemption is on disk, before the device has read its tokens: it asks again and is linked.</summary>
public sealed class KilledBeforeTheAnswer
{
    private const int Rounds = 4;
    private const string Mail = "unlucky@example.org";

    [Fact]
    public async Task T15_a_device_whose_server_dies_between_commit_and_answer_is_linked_when_it_asks_again()
    {
        var first = await TestServer.StartAsync();
        await first.AddAccountAsync(Mail);
        await first.StopAsync();
        using var server = new ServerProcess(first.Folder, Ports.Next());
        using var home = new Household(server.Address, Mail);
        using var http = new HttpClient { BaseAddress = server.Address };
        await server.StartAsync();
        await home.SignInAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            var device = await new TestDevice(http).AskAsync(pkce: true);
            Assert.True(await home.ApproveAsync(device.UserCode));
            var poll = IgnoreAsync(device.PollAsync());
            await UntilRedeemedAsync(first.Folder, round);
            server.Kill();
            await poll;

            await server.StartAsync();
            var again = await device.PollAsync();
            Assert.True(again.Status == HttpStatusCode.OK, again.Body);
            Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
            Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        }

        Assert.Equal(Rounds, TestDatabase.Count(first.Folder, "SELECT COUNT(*) FROM \"Devices\" WHERE \"RemovedAt\" IS NULL"));
        server.Kill();
        TestDatabase.Drop(first.Folder);
        Directory.Delete(first.Folder, recursive: true);
    }

    private static async Task IgnoreAsync(Task poll)
    {
        try
        {
            await poll;
        }
        catch (HttpRequestException)
        {
            // The server died first, which is what mostly happens here.
        }
    }

    private static async Task UntilRedeemedAsync(string folder, int times)
    {
        for (var tries = 0; TestDatabase.Count(folder, "SELECT COUNT(*) FROM \"LinkRequests\" WHERE \"State\" = 3") < times; tries++)
        {
            Assert.True(tries < 20_000, "The code was not redeemed.");
            await Task.Delay(1);
        }
    }
}
