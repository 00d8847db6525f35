using System.Net;
using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Tests.Accounts;

public sealed class FirstOperator : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;

    public void Dispose()
    {
        TestDatabase.Drop(folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Is_made_with_the_address_the_first_start_wrote_which_is_dead_afterwards()
    {
        await using var site = await Site.ProductionAsync(folder);
        var address = await ReadAsync();
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(folder, "setup-address")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.StartsWith(site.Address + "/setup?key=", address, StringComparison.Ordinal);

        var (browser, late) = (site.Browser(), site.Browser());
        var form = await late.GetAsync(Local(site, address));
        var page = await browser.PressAsync(await browser.GetAsync(Local(site, address)), "Make the account",
            ("name", "Olga"), ("mail", "olga@example.org"), ("new-password", Words.Password));
        Assert.Equal("/", page.Path);
        Assert.True(await browser.IsSignedInAsync());
        Assert.Null(await Site.SetupAddressAsync(folder));
        Assert.True((await site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.SingleAsync())).IsOperator);

        var again = await late.PressAsync(form, "Make the account", ("name", "Eve"), ("mail", "eve@example.org"), ("new-password", Words.Password));
        Assert.Equal((HttpStatusCode.Gone, "Setup is done already"), (again.Status, again.Heading));
        Assert.Equal(HttpStatusCode.Gone, (await late.GetAsync(Local(site, address))).Status);
        Assert.Equal(1, await site.InScopeAsync<LinkCodeDb, int>(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task Is_over_as_soon_as_anybody_has_an_account_whatever_became_of_the_address()
    {
        string address;
        await using (var site = await Site.ProductionAsync(folder))
        {
            address = await ReadAsync();
            await site.AccountAsync(Site.NewAddress());
            Assert.Equal(HttpStatusCode.Gone, (await site.Browser().GetAsync("/setup?key=" + Key(address))).Status);
        }

        await using var later = await Site.ProductionAsync(folder);
        Assert.Equal(HttpStatusCode.Gone, (await later.Browser().GetAsync("/setup?key=" + Key(address))).Status);
        Assert.Equal(0, await later.InScopeAsync<LinkCodeDb, int>(db => db.Set<Invitation>().CountAsync()));
    }

    [Fact]
    public async Task Can_use_the_same_address_after_a_restart_and_a_new_one_a_day_later()
    {
        string first;
        await using (await Site.ProductionAsync(folder))
        {
            first = await ReadAsync();
        }

        await using var site = await Site.ProductionAsync(folder);
        Assert.Equal(Key(first), Key(await ReadAsync()));
        site.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Gone, (await site.Browser().GetAsync("/setup?key=" + Key(first))).Status);
        var next = await site.InScopeAsync<OfferSetup, OneTimeKey?>(offer => offer.RunAsync(Key(first), default));
        Assert.NotEqual(Key(first), next!.Value.InLink);
        Assert.Equal(HttpStatusCode.OK, (await site.Browser().GetAsync("/setup?key=" + next.Value.InLink)).Status);
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
    public async Task Leaves_no_key_in_the_log_and_none_readable_in_the_database()
    {
        string key;
        await using (var site = await Site.ProductionAsync(folder))
        {
            key = Key(await ReadAsync());
            await site.Browser().GetAsync("/setup?key=" + key);
            Assert.DoesNotContain(key, site.Log.All, StringComparison.Ordinal);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Assert.DoesNotContain(key, await BytesAsync(Path.Combine(folder, "linkcode.db")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_needed_in_development()
    {
        await using var site = await Site.DevelopmentAsync();
        Assert.Null(await Site.SetupAddressAsync(site.Folder));
    }

    private async Task<string> ReadAsync() => await Site.SetupAddressAsync(folder) ?? throw new InvalidOperationException("There is no setup address.");

    private static async Task<string> BytesAsync(string file) => System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));

    private static string Local(Site site, string address) => address.Trim()[site.Address.Length..];

    private static string Key(string address) => address.Trim()[(address.IndexOf("key=", StringComparison.Ordinal) + 4)..];
}
