using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Server.Devices;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>The answer with the tokens may be lost on its way; only the device itself gets another one, and nobody's asking harms it (decision 0004).</summary>
public sealed class LostAnswers(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task T15_a_lost_answer_is_made_again_for_the_device_that_proves_itself_and_is_of_the_same_line()
    {
        using var http = Server.Program();
        var (device, person) = await ApprovedAsync(http, pkce: true);
        await LoseTheAnswerAsync(device);

        Server.Clock.Advance(LinkTimes.Leeway - TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        var (access, refresh) = (device.AccessToken, device.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(Family(access), Family(device.AccessToken));
        Assert.Equal(1, await DevicesOfAsync(person));
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync(access)).Status);

        // Whichever of the two it kept, the next step is the same one.
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync(refresh)).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task T16_without_the_proof_or_with_a_wrong_one_nothing_is_given_and_nothing_is_taken()
    {
        using var http = Server.Program();
        var (device, _) = await ApprovedAsync(http, pkce: true);
        await device.PollAsync();
        foreach (var verifier in new[] { "", new string('a', 43), device.Verifier![..^1] + "_" })
        {
            Assert.Equal("invalid_grant", (await device.PollAsync(verifier: verifier)).Error);
        }

        await LivesAsync(device);
    }

    [Fact]
    public async Task T16_a_code_without_a_challenge_has_no_proof_to_give()
    {
        using var http = Server.Program();
        var (device, _) = await ApprovedAsync(http, pkce: false);
        await device.PollAsync();
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        Assert.Equal("invalid_grant", (await device.PollAsync(verifier: new string('a', 43))).Error);
        await LivesAsync(device);
    }

    [Fact]
    public async Task T17_another_app_gets_nothing_even_with_the_proof_and_takes_nothing()
    {
        using var http = Server.Program();
        var (device, _) = await ApprovedAsync(http, pkce: true);
        Assert.Equal("invalid_grant", (await device.PollAsync(asApp: "demo-cli")).Error);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal("invalid_grant", (await device.PollAsync(asApp: "demo-cli")).Error);
        await LivesAsync(device);
    }

    [Fact]
    public async Task T15_after_a_minute_it_is_too_late_and_the_tokens_live()
    {
        using var http = Server.Program();
        var (device, _) = await ApprovedAsync(http, pkce: true);
        await device.PollAsync();
        Server.Clock.Advance(LinkTimes.Leeway);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        await LivesAsync(device);
    }

    [Fact]
    public async Task T15_a_device_that_refreshed_has_lost_nothing()
    {
        using var http = Server.Program();
        var (device, _) = await ApprovedAsync(http, pkce: true);
        await device.PollAsync();
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        await LivesAsync(device);
    }

    [Fact]
    public async Task T22_what_the_owner_removed_does_not_come_back()
    {
        using var http = Server.Program();
        var (device, _) = await ApprovedAsync(http, pkce: true);
        await device.PollAsync();
        await device.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", device.RefreshToken));
        Assert.Equal("invalid_grant", (await device.PollAsync()).Error);
        Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
    }

    private static async Task LivesAsync(TestDevice device)
    {
        Assert.Equal(HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    private static string Family(string accessToken)
    {
        var payload = accessToken.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='))).RootElement.GetProperty("oi_au_id").GetString()!;
    }

    private async Task<(TestDevice Device, Person Person)> ApprovedAsync(HttpClient http, bool pkce)
    {
        var person = await Person.AddAsync(Server);
        var device = await new TestDevice(http).AskAsync(pkce);
        Assert.IsType<DecideAnswer.Done>(await person.LinkAsync(device.UserCode));
        return (device, person);
    }

    // Polls, and hangs up without reading a byte once the redemption is on disk.
    private async Task LoseTheAnswerAsync(TestDevice device)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Server.Address.Host, Server.Address.Port, TestContext.Current.CancellationToken);
        var form = $"grant_type={Uri.EscapeDataString(TestDevice.Grant)}&client_id=demo-tv&device_code={device.DeviceCode}&code_verifier={device.Verifier}";
        var request = $"POST /oauth/token HTTP/1.1\r\nHost: {Server.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        Assert.True(UserCode.TryRead(device.UserCode, out var code));
        var hash = LinkStore.Bytes(Server.Services.GetRequiredService<CodeKeys>().Hash(code.Value));
        for (var tries = 0; tries < 500; tries++)
        {
            await using var scope = Server.Services.CreateAsyncScope();
            var links = scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>();
            if (await links.AnyAsync(link => link.UserCodeHash == hash && link.State == LinkState.Redeemed, TestContext.Current.CancellationToken))
            {
                return;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Fail("The code was not redeemed.");
    }

    private async Task<int> DevicesOfAsync(Person person)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkCode.Server.Devices.Device>().CountAsync(device => device.AccountId == person.Id);
    }
}
