using System.Collections.Concurrent;
using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Races;

/// <summary>Whoever was told yes has it, nobody else was told yes, and the winner's tokens live (TRUST 26 to 30).</summary>
[Collection(nameof(RacesTakeTurns))]
public sealed class RacingForACode(RaceFixture races)
{
    [Fact]
    public Task T26_T14_of_64_polls_on_an_approved_code_exactly_one_gets_the_tokens_and_they_live() => races.RunAsync(
        round => races.ClaimedAsync(races.PersonOf(round)),
        async (round, device) =>
        {
            var owner = races.PersonOf(round);
            Assert.IsType<DecideAnswer.Done>(await owner.ApproveAsync(device.UserCode));
            var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => device.PollAsync()));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Equal(63, answers.Count(answer => answer.Error == "invalid_grant"));
            Assert.True(await RaceFixture.LivesAsync(device, owner.Id));
        },
        atOnce: 2);

    [Fact]
    public Task T27_T30_of_8_accounts_one_has_the_code_and_only_that_one_is_told_yes() => races.RunAsync(
        async round =>
        {
            var device = await new TestDevice(races.Http).AskAsync();
            var entered = await Task.WhenAll(races.EightOf(round).Select(person => person.EnterAsync(device.UserCode)));
            Assert.Single(entered, answer => answer is EnterAnswer.Claimed);
            Assert.Equal(7, entered.Count(answer => answer is EnterAnswer.NotWorking));
            return (device, Claimed: Array.FindIndex(entered, answer => answer is EnterAnswer.Claimed));
        },
        async (round, ready) =>
        {
            var people = races.EightOf(round);
            var decided = await Task.WhenAll(people.Select(person => person.ApproveAsync(ready.device.UserCode)));
            Assert.Single(decided, answer => answer is DecideAnswer.Done);
            Assert.Equal(7, decided.Count(answer => answer is DecideAnswer.NotYours));
            Assert.IsType<DecideAnswer.Done>(decided[ready.Claimed]);
            Assert.Equal(HttpStatusCode.OK, (await ready.device.PollAsync()).Status);
            Assert.True(await RaceFixture.LivesAsync(ready.device, people[ready.Claimed].Id));
        });

    [Fact]
    public async Task T30_when_a_review_was_left_lying_either_its_owner_approves_or_the_next_one_claims_never_both()
    {
        var outcomes = new ConcurrentBag<bool>();
        await races.RunAsync(
            round => races.ClaimedAsync(races.PersonOf(round)),
            async (round, device) =>
            {
                var (first, second) = (races.PersonOf(round), races.PersonOf(round + 1));
                await races.AgeClaimAsync(device, LinkTimes.Lease);
                var approving = Task.Run(() => first.ApproveAsync(device.UserCode));
                var entering = Task.Run(() => second.EnterAsync(device.UserCode));
                var isApproved = await approving is DecideAnswer.Done;
                Assert.Equal(isApproved, await entering is EnterAnswer.NotWorking);
                Assert.Equal(isApproved, (await device.PollAsync()).Status == HttpStatusCode.OK);
                outcomes.Add(isApproved);
            });
        Assert.Equal(RaceFixture.Rounds, outcomes.Count);
    }

    [Fact]
    public async Task T29_a_yes_at_the_instant_of_expiry_is_the_same_yes_or_no_on_the_page_and_on_the_device()
    {
        var yeses = 0;
        await races.RunAsync(
            round => races.ClaimedAsync(races.PersonOf(round)),
            async (round, device) =>
            {
                var owner = races.PersonOf(round);

                // Between three milliseconds before the end and three after it.
                var start = await races.ExpireAtAsync(device, TimeSpan.FromMilliseconds(15)) + TimeSpan.FromMilliseconds((round % 13 / 2.0) - 3);
                var approving = Task.Run(() => AtAsync(start, () => owner.ApproveAsync(device.UserCode)));
                var polls = Enumerable.Range(0, 4).Select(_ => Task.Run(() => AtAsync(start, () => device.PollAsync()))).ToList();
                var isApproved = await approving is DecideAnswer.Done;
                Assert.True(isApproved || await approving is DecideAnswer.Ended { HasExpired: true });
                var answers = (await Task.WhenAll(polls)).Append(await device.PollAsync()).ToList();
                Assert.Equal(!isApproved, answers.Any(answer => answer.Error == "expired_token"));
                Assert.Equal(isApproved ? 1 : 0, answers.Count(answer => answer.Status == HttpStatusCode.OK));
                yeses += isApproved ? 1 : 0;
            },
            atOnce: 1);

        // Were it always yes or always no, nobody would have raced.
        Assert.InRange(yeses, 1, RaceFixture.Rounds - 1);
    }

    [Fact]
    public async Task T28_a_yes_and_a_no_from_two_tabs_have_one_winner_and_both_tabs_and_the_device_hear_the_truth()
    {
        await races.RunAsync(
            round => races.ClaimedAsync(races.PersonOf(round)),
            async (round, device) =>
            {
                var owner = races.PersonOf(round);
                var tabs = await Task.WhenAll(Enumerable.Range(0, 2).Select(tab => Task.Run(() =>
                    (tab + round) % 2 == 0 ? owner.ApproveAsync(device.UserCode) : owner.DenyAsync(device.UserCode))));
                var (approved, denied) = round % 2 == 0 ? (tabs[0], tabs[1]) : (tabs[1], tabs[0]);
                var poll = await device.PollAsync();
                if (approved is DecideAnswer.Done)
                {
                    Assert.Equal(LinkState.Approved, Assert.IsType<DecideAnswer.Ended>(denied).State);
                    Assert.Equal(HttpStatusCode.OK, poll.Status);
                    Assert.True(await RaceFixture.LivesAsync(device, owner.Id));
                }
                else
                {
                    Assert.IsType<DecideAnswer.Done>(denied);
                    Assert.Equal(LinkState.Denied, Assert.IsType<DecideAnswer.Ended>(approved).State);
                    Assert.Equal("access_denied", poll.Error);
                }
            });
    }

    [Fact]
    public async Task A_yes_while_another_tab_renews_the_claim_reaches_the_device()
    {
        await races.RunAsync(
            round => races.ClaimedAsync(races.PersonOf(round)),
            async (round, device) =>
            {
                var owner = races.PersonOf(round);
                var renewing = Enumerable.Range(0, 4).Select(_ => Task.Run(() => owner.EnterAsync(device.UserCode))).ToList();
                Assert.IsType<DecideAnswer.Done>(await owner.ApproveAsync(device.UserCode));
                await Task.WhenAll(renewing);
                Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
            });
    }

    [Fact]
    public Task A_code_given_back_while_another_tab_renews_the_claim_stands_in_memory_as_in_the_table() => races.RunAsync(
        round => races.ClaimedAsync(races.PersonOf(round)),
        async (round, device) =>
        {
            var owner = races.PersonOf(round);
            var tabs = Enumerable.Range(0, 8).Select(tab => Task.Run(() => tab % 2 == 0 ? owner.EnterAsync(device.UserCode) : owner.ReleaseAsync(device.UserCode)));
            await Task.WhenAll(tabs);
            Assert.True(races.Server.Services.GetRequiredService<LinkIndex>().TryFind(Person.Read(device.UserCode), out var entry));
            await using var scope = races.Server.Services.CreateAsyncScope();
            var link = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().AsNoTracking().SingleAsync(row => row.Id == entry.Id);
            Assert.Equal(link.State, entry.State);
        });

    private async Task<T> AtAsync<T>(DateTimeOffset moment, Func<Task<T>> act)
    {
        SpinWait.SpinUntil(() => races.Server.Clock.GetUtcNow() >= moment);
        return await act();
    }
}
