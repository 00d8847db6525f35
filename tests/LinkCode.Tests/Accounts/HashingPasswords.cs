using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts;

/// <summary>With the real cost, which the other tests lower.</summary>
[Collection(nameof(MeasuresTime))]
public sealed class HashingPasswords : IAsyncLifetime
{
    // OWASP's password storage sheet: PBKDF2 with HMAC-SHA-512 and 210,000 rounds.
    private const int Rounds = 210_000;
    private Site site = null!;

    public async ValueTask InitializeAsync() =>
        site = await Site.StartAsync("Development", null, services => services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = Rounds));

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public void Costs_what_owasp_names()
    {
        var services = new ServiceCollection();
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();
        builder.AddAccounts();
        using var provider = builder.Services.BuildServiceProvider();
        var options = provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<PasswordHasherOptions>>();
        var hash = Convert.FromBase64String(new PasswordHasher<Account>(options).HashPassword(new Account(), Words.Password));

        // Identity's own format: version 1, then the function (2 is HMAC-SHA-512), the rounds and the salt's length, big-endian.
        Assert.Equal(1, hash[0]);
        Assert.Equal(2, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)));
        Assert.Equal(Rounds, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)));
        Assert.Equal(16, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(9)));
    }

    [Fact]
    public async Task Raises_the_cost_of_an_old_hash_at_the_next_sign_in()
    {
        var id = await site.AccountAsync("ana@example.org");
        var old = new PasswordHasher<Account>(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        await site.InScopeAsync<LinkCodeDb, int>(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(account => account.PasswordHash, old.HashPassword(new Account(), Words.Password))));
        await site.Browser().SignInAsync("ana@example.org");
        var stored = (await site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.SingleAsync(account => account.Id == id))).PasswordHash!;
        Assert.Equal(Rounds, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(stored).AsSpan(5)));
    }

    [Fact]
    public async Task Takes_as_long_for_an_unknown_address()
    {
        await site.AccountAsync("ana@example.org");
        var (known, unknown) = (new List<double>(), new List<double>());
        var browser = site.Browser();
        var form = await browser.GetAsync("/sign-in");
        for (var i = 0; i < 12; i++)
        {
            known.Add(await TimeAsync("ana@example.org"));
            unknown.Add(await TimeAsync("bo@example.org"));
            site.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        // One hash takes tens of milliseconds; leaving it out would leave a tenth of the time; a busy machine blurs the rest.
        var (medianKnown, medianUnknown) = (known.Order().ElementAt(6), unknown.Order().ElementAt(6));
        Assert.InRange(medianUnknown / medianKnown, 0.75, 1.33);

        async Task<double> TimeAsync(string address)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var page = await browser.PressAsync(form, "Sign in", ("mail", address), ("password", "not the password"));
            Assert.Contains("did not fit together", page.Text, StringComparison.Ordinal);
            return watch.Elapsed.TotalMilliseconds;
        }
    }
}
