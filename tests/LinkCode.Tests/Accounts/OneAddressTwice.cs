using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts;

/// <summary>Two mails to one address that are confirmed at the same moment make one account, and the other hears that it is there.</summary>
public sealed class OneAddressTwice
{
    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlyPostgres)]
    public async Task One_that_waits_for_the_other_hears_that_it_is_there()
    {
        await using var site = await Site.DevelopmentAsync();
        var (address, key) = (Site.NewAddress(), OneTimeKey.New());
        await PendingAsync(site, address, key);
        var invited = OneTimeKey.New();
        await site.InScopeAsync<LinkCodeDb, int>(db =>
        {
            db.Add(new Invitation { Id = Guid.NewGuid(), KeyHash = invited.Hash, Address = address, ExpiresAt = site.Clock.GetUtcNow().AddDays(1) });
            return db.SaveChangesAsync();
        });

        await using var scope = site.Services.CreateAsyncScope();
        await using var first = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Database.BeginTransactionAsync();
        Assert.NotNull(await scope.ServiceProvider.GetRequiredService<NewAccount>().CreateAsync(address, "Ana Lima", "", "en", isOperator: false, ""));
        var confirming = ConfirmAsync(site, key);
        var accepting = site.InScopeAsync<AcceptInvitation, AcceptAnswer>(accept =>
            accept.RunAsync(invited.InLink, isSetup: false, new SignUpForm("Ana Lima", null, Words.Password), "", CancellationToken.None));
        await Site.UntilAsync(() => TestDatabase.Count(site.Folder, "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'") == 2, "both wait");
        await first.CommitAsync();
        Assert.IsType<ConfirmAnswer.AlreadyHere>(await confirming);
        Assert.IsType<AcceptAnswer.AlreadyHere>(await accepting);
        await AssertOneAsync(site, address);

        // The link is used up, as it is when the account was there before.
        Assert.IsType<ConfirmAnswer.UsedUp>(await ConfirmAsync(site, key));
    }

    [Fact]
    public async Task Of_eight_at_once_one_is_confirmed()
    {
        await using var site = await Site.DevelopmentAsync();
        for (var round = 0; round < 5; round++)
        {
            var address = Site.NewAddress();
            var keys = Enumerable.Range(0, 8).Select(_ => OneTimeKey.New()).ToList();
            foreach (var key in keys)
            {
                await PendingAsync(site, address, key);
            }

            var answers = await Task.WhenAll(keys.Select(key => Task.Run(() => ConfirmAsync(site, key))));
            Assert.Single(answers.OfType<ConfirmAnswer.Confirmed>());
            Assert.Equal(7, answers.OfType<ConfirmAnswer.AlreadyHere>().Count());
            await AssertOneAsync(site, address);
        }
    }

    private static Task<ConfirmAnswer> ConfirmAsync(Site site, OneTimeKey key) =>
        site.InScopeAsync<ConfirmAddress, ConfirmAnswer>(async confirm =>
            await confirm.RunAsync(key.InLink, (await confirm.LookAsync(key.InLink, CancellationToken.None))?.Id, null, "", CancellationToken.None));

    // One account, and one line that says so.
    private static async Task AssertOneAsync(Site site, string address)
    {
        var accounts = await site.InScopeAsync<LinkCodeDb, List<Guid>>(db => db.Users.Where(account => account.Email == address).Select(account => account.Id).ToListAsync());
        var account = Assert.Single(accounts);
        Assert.Equal(1, await site.InScopeAsync<LinkCodeDb, int>(db => db.Set<AuditEvent>().CountAsync(happened => happened.What == Happenings.Created && happened.AccountId == account)));
        Assert.Equal(
            await site.InScopeAsync<LinkCodeDb, int>(db => db.Users.CountAsync()),
            await site.InScopeAsync<LinkCodeDb, int>(db => db.Set<AuditEvent>().CountAsync(happened => happened.What == Happenings.Created)));
    }

    private static Task<int> PendingAsync(Site site, string address, OneTimeKey key) => site.InScopeAsync<LinkCodeDb, int>(db =>
    {
        var now = site.Clock.GetUtcNow();
        db.Add(new PendingSignUp { Id = Guid.CreateVersion7(now), KeyHash = key.Hash, Address = address, DisplayName = "Ana Lima", PasswordHash = "", StartedAt = now, ExpiresAt = now.AddDays(1) });
        return db.SaveChangesAsync();
    });
}
