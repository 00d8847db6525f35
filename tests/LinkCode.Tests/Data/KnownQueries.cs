using System.Reflection;
using System.Text.Json;
using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Data;

/// <summary>What is read by hand, because it is asked with every link, is what EF reads of the same row.</summary>
public sealed class KnownQueries(ServerFixture shared) : IClassFixture<ServerFixture>
{
    private static readonly DateTimeOffset Then = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_column_of_a_link_request_is_read()
    {
        var link = Fill(new LinkRequest { Facts = Fill(new DeviceFacts("", "", "", "", "", ""), 50) }, 1);
        await SaveAsync(link);
        await SameAsync(link);
        await using var scope = shared.Server.Services.CreateAsyncScope();
        var own = await scope.ServiceProvider.GetRequiredService<FindOwnLink>().RunAsync(link.UserCodeHash, link.OwnerId!.Value, CancellationToken.None);
        Assert.Equal(Text(link), Text(own));
        Assert.Null(await scope.ServiceProvider.GetRequiredService<FindOwnLink>().RunAsync(link.UserCodeHash, Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task A_link_request_that_has_hardly_begun_is_read()
    {
        var link = new LinkRequest { Id = Guid.CreateVersion7(), DeviceId = Guid.CreateVersion7(), UserCodeHash = [9, 9, 9] };
        await SaveAsync(link);
        await SameAsync(link);
        Assert.Null(await shared.Server.Services.GetRequiredService<LiveLinks>().ReadAsync(Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task An_account_is_read_as_it_stands()
    {
        var id = await shared.Server.AddAccountAsync("known@example.org", name: "Known 名");
        var young = await CardAsync(id);
        Assert.Equal(("Known 名", "known@example.org", "", "", null), (young.Name, young.Email, young.Language, young.TimeZone, young.Picture));
        Assert.Equal((true, false, false), (young.IsEmailConfirmed, young.IsDisabled, young.IsEstablished));
        var made = young.ChangedAt;
        await ChangeAsync(id, account => (account.Language, account.TimeZone, account.Picture, account.ProfileChangedAt, account.EmailConfirmed, account.CreatedAt) = ("ja", "Asia/Tokyo", "picture", Then, false, made.AddDays(-2)));
        var old = await CardAsync(id);
        Assert.Equal(("ja", "Asia/Tokyo", "picture", Then), (old.Language, old.TimeZone, old.Picture, old.ChangedAt));
        Assert.Equal((false, false, true), (old.IsEmailConfirmed, old.IsDisabled, old.IsEstablished));
        await ChangeAsync(id, account => account.DisabledAt = Then);
        Assert.True((await CardAsync(id)).IsDisabled);
        await ChangeAsync(id, account => (account.DisabledAt, account.DeleteAt) = (null, Then));
        Assert.True((await CardAsync(id)).IsDisabled);
    }

    [Fact]
    public async Task Of_two_requests_with_one_code_the_newest_is_read()
    {
        var (owner, hash) = (Guid.NewGuid(), new byte[] { 7, 7, 7 });
        var (older, newer) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SaveAsync(new LinkRequest { Id = newer, DeviceId = newer, UserCodeHash = hash, OwnerId = owner, State = LinkState.Redeemed, CreatedAt = Then });
        await SaveAsync(new LinkRequest { Id = older, DeviceId = older, UserCodeHash = hash, OwnerId = owner, State = LinkState.Redeemed, CreatedAt = Then.AddHours(-1) });
        await using var scope = shared.Server.Services.CreateAsyncScope();
        Assert.Equal(newer, (await scope.ServiceProvider.GetRequiredService<FindOwnLink>().RunAsync(hash, owner, CancellationToken.None))?.Id);
    }

    [Fact]
    public async Task An_account_stands_for_its_sessions_as_its_rule_says()
    {
        var id = await shared.Server.AddAccountAsync("standing@example.org");
        Assert.True((await StandingAsync(id))!.MaySignIn);
        await ChangeAsync(id, account => account.EmailConfirmed = false);
        Assert.False((await StandingAsync(id))!.MaySignIn);
        await ChangeAsync(id, account => (account.EmailConfirmed, account.DisabledAt) = (true, Then));
        Assert.False((await StandingAsync(id))!.MaySignIn);
        await ChangeAsync(id, account => (account.DisabledAt, account.SecurityStamp) = (null, "stamp"));
        Assert.Equal(new SessionStanding("stamp", MaySignIn: true), await StandingAsync(id));
        await ChangeAsync(id, account => account.SecurityStamp = null);
        Assert.Null((await StandingAsync(id))!.Stamp);
        Assert.Null(await StandingAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_answers_of_their_own()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await shared.Server.AddAccountAsync($"crowd{i}@example.org", name: $"Crowd {i}"));
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), async (i, _) => Assert.Equal($"Crowd {i % 20}", (await CardAsync(ids[i % 20])).Name));
    }

    // A property that is new gets a value here, and is missed below if nobody reads it.
    private static T Fill<T>(T row, int number)
        where T : class
    {
        foreach (var property in typeof(T).GetProperties().Where(property => property.SetMethod is not null && property.PropertyType != typeof(DeviceFacts)))
        {
            number++;
            property.SetValue(row, Value(property, number));
        }

        return row;
    }

    private static object Value(PropertyInfo property, int number) => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        var type when type == typeof(Guid) => new Guid(number, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]),
        var type when type == typeof(string) => $"text {number}",
        var type when type == typeof(byte[]) => new byte[] { (byte)number, 0, 255 },
        var type when type == typeof(DateTimeOffset) => Then.AddMinutes(number).AddTicks(number),
        var type when type == typeof(int) => number,
        { IsEnum: true } type => Enum.GetValues(type).GetValue(2)!,
        var type => throw new InvalidOperationException($"{property.Name} is a {type}, which this test cannot invent."),
    };

    private async Task SaveAsync(LinkRequest link)
    {
        await using var scope = shared.Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        db.Add(link);
        await db.SaveChangesAsync();
    }

    private async Task SameAsync(LinkRequest link)
    {
        await using var scope = shared.Server.Services.CreateAsyncScope();
        var byEf = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().AsNoTracking().SingleAsync(row => row.Id == link.Id);
        var byHand = await shared.Server.Services.GetRequiredService<LiveLinks>().ReadAsync(link.Id, CancellationToken.None);
        Assert.Equal(Text(link), Text(byEf));
        Assert.Equal(Text(byEf), Text(byHand));
    }

    // Beside it, the rule that signing in asks.
    private async Task<SessionStanding?> StandingAsync(Guid id)
    {
        await using var scope = shared.Server.Services.CreateAsyncScope();
        var standing = await scope.ServiceProvider.GetRequiredService<SessionBook>().StandingAsync(id, CancellationToken.None);
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await accounts.FindByIdAsync(id.ToString()) is { } account)
        {
            Assert.Equal(await scope.ServiceProvider.GetRequiredService<IUserConfirmation<Account>>().IsConfirmedAsync(accounts, account), standing?.MaySignIn);
        }

        return standing;
    }

    private async Task<AccountCard> CardAsync(Guid id)
    {
        await using var scope = shared.Server.Services.CreateAsyncScope();
        var card = await scope.ServiceProvider.GetRequiredService<ReadAccount>().RunAsync(id, CancellationToken.None);
        return card!;
    }

    private async Task ChangeAsync(Guid id, Action<Account> change)
    {
        await using var scope = shared.Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
        change(await db.Users.SingleAsync(account => account.Id == id));
        await db.SaveChangesAsync();
    }

    private static string Text(LinkRequest? link) => JsonSerializer.Serialize(link);
}
