using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes.Races;

/// <summary>Refresh tokens of one device are one line of generations, and a revoked device is dead whoever was first (TRUST 32, 90, 92).</summary>
[Collection(nameof(RacesTakeTurns))]
public sealed class RacingForTokens(RaceFixture races)
{
    [Fact]
    public async Task N45_T32_8_refreshes_of_one_token_are_all_usable_and_make_no_second_family()
    {
        var families = new (TestDevice Device, string Old)[RaceFixture.Rounds];
        await races.RunAsync(
            LinkedAsync,
            async (round, device) =>
            {
                var old = device.RefreshToken;
                var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => device.RefreshAsync(old)));
                Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
                var newest = answers.Select(answer => answer.Text("refresh_token")!).ToList();
                Assert.Equal(2, await races.GenerationAsync(device));
                Assert.DoesNotContain(old, newest);

                // Each of the eight is the same step of one line: all of them together move it on by one, not by eight.
                var next = await Task.WhenAll(newest.Select(token => device.RefreshAsync(token)));
                Assert.All(next, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
                Assert.Equal(3, await races.GenerationAsync(device));
                families[round] = (device, old);
            });

        races.Server.Clock.Advance(LinkTimes.Leeway + TimeSpan.FromSeconds(1));
        await Parallel.ForEachAsync(families, TestContext.Current.CancellationToken, async (family, _) =>
        {
            var newest = family.Device.RefreshToken;
            Assert.Equal("invalid_grant", (await family.Device.RefreshAsync(family.Old)).Error);
            Assert.Equal("invalid_grant", (await family.Device.RefreshAsync(newest)).Error);
            Assert.Equal(HttpStatusCode.Unauthorized, (await family.Device.UserInfoAsync()).Status);
        });
    }

    [Fact]
    public Task N81_T94_a_device_that_was_told_it_is_revoked_is_dead_however_a_refresh_ended() => races.RunAsync(
        LinkedAsync,
        async (round, device) =>
        {
            var old = device.RefreshToken;
            var refreshing = Task.Run(() => device.RefreshAsync(old));
            var revoking = Task.Run(() => device.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", old)));
            var (refreshed, revoked) = (await refreshing, await revoking);
            Assert.Equal(HttpStatusCode.OK, revoked.Status);
            Assert.True(refreshed.Status == HttpStatusCode.OK || refreshed.Error == "invalid_grant", refreshed.Body);
            Assert.Equal("invalid_grant", (await device.RefreshAsync(old)).Error);
            Assert.Equal("invalid_grant", (await device.RefreshAsync()).Error);
            Assert.Equal(HttpStatusCode.Unauthorized, (await device.UserInfoAsync()).Status);
        });

    [Fact]
    public Task X1_T15_of_4_polls_that_prove_to_be_one_device_all_get_tokens_of_one_line() => races.RunAsync(
        round => races.ClaimedAsync(races.PersonOf(round), pkce: true),
        async (round, device) =>
        {
            var owner = races.PersonOf(round);
            Assert.IsType<DecideAnswer.Done>(await owner.ApproveAsync(device.UserCode));
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => device.PollAsync()));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
            Assert.Equal(1, await races.GenerationAsync(device));
            Assert.True(await RaceFixture.LivesAsync(device, owner.Id));
        });

    [Fact]
    public Task Of_two_links_of_one_installation_that_fetch_their_tokens_at_once_one_is_good_for_anything() => races.RunAsync(
        async round =>
        {
            var installation = Guid.NewGuid().ToString();
            return (await ApprovedAsync(round, installation), await ApprovedAsync(round, installation));
        },
        async (round, both) =>
        {
            var answers = await Task.WhenAll(Task.Run(() => both.Item1.PollAsync()), Task.Run(() => both.Item2.PollAsync()));
            Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.True(await OpensAsync(both.Item1) != await OpensAsync(both.Item2));
        });

    // This one asks memory alone.
    private async Task<bool> OpensAsync(TestDevice device)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/devices");
        request.Headers.Authorization = new("Bearer", device.AccessToken);
        using var answer = await races.Http.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private async Task<TestDevice> ApprovedAsync(int round, string installation)
    {
        var owner = races.PersonOf(round);
        var device = await new TestDevice(races.Http).AskAsync(more: [("device_id", installation), ("scope", "openid devices")]);
        Assert.IsType<EnterAnswer.Claimed>(await owner.EnterAsync(device.UserCode));
        await races.AgeClaimAsync(device, LinkTimes.ShortestReview);
        Assert.IsType<DecideAnswer.Done>(await owner.ApproveAsync(device.UserCode));
        return device;
    }

    private async Task<TestDevice> LinkedAsync(int round)
    {
        var owner = races.PersonOf(round);
        var device = await races.ClaimedAsync(owner);
        await races.AgeClaimAsync(device, LinkTimes.ShortestReview);
        Assert.IsType<DecideAnswer.Done>(await owner.ApproveAsync(device.UserCode));
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
        return device;
    }
}
