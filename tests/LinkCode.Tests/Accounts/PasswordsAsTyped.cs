using AngleSharp.Html.Dom;

namespace LinkCode.Tests.Accounts;

/// <summary>What people may choose as a password, and what is done with it (ASVS 5.0, 6.2).</summary>
public sealed class PasswordsAsTyped(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    private Site Site => fixture.Site;

    [Theory]
    [InlineData(" Spaces before and behind ")]
    [InlineData("only small letters in it")]
    [InlineData("пароль 合言葉 🔑🔑 كلمة")]
    public async Task Count_exactly_as_they_were_typed(string password)
    {
        var address = Site.NewAddress();
        await Site.AccountAsync(address, password);
        foreach (var almost in new[] { password.Trim() + "!", password.ToUpperInvariant(), password[..^1], password + " " })
        {
            await StaysOutAsync(address, almost);
            Site.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        await ComesInAsync(address, password);
    }

    [Fact]
    public async Task May_be_as_long_as_a_paragraph_and_count_to_the_last_letter()
    {
        var address = Site.NewAddress();
        var password = string.Concat(Enumerable.Range(0, 256).Select(place => (char)('!' + (place * 7 % 90))));
        var browser = Site.Browser();
        await Site.AccountAsync(address);
        await browser.SignInAsync(address);
        var saved = await browser.PressAsync(await browser.GetAsync("/security/password"), "Save the new password", ("do", "save"), ("password", Words.Password), ("new-password", password));
        Assert.Contains("Your new password is saved", saved.Text, StringComparison.Ordinal);
        await StaysOutAsync(address, password[..^1] + "~");
        await ComesInAsync(address, password);
    }

    [Fact]
    public async Task Stay_good_for_as_long_as_their_owner_wants()
    {
        var address = Site.NewAddress();
        await Site.AccountAsync(address);
        Site.Clock.Advance(TimeSpan.FromDays(1500));
        await ComesInAsync(address, Words.Password);
    }

    [Fact]
    public async Task Are_masked_and_leave_everything_to_password_managers()
    {
        var browser = Site.Browser();
        var (address, fields) = (Site.NewAddress(), 0);
        await Site.AccountAsync(address);
        foreach (var path in new[] { "/sign-in", "/sign-up", "/security/password", "/sign-in/again" })
        {
            if (path == "/security/password")
            {
                await browser.SignInAsync(address);
            }

            foreach (var field in (await browser.GetAsync(path)).Document.QuerySelectorAll("input").OfType<IHtmlInputElement>().Where(input => input.Name!.EndsWith("password", StringComparison.Ordinal)))
            {
                Assert.Equal("password", field.Type);
                Assert.Contains(field.Autocomplete, new[] { "current-password", "new-password" });
                Assert.DoesNotContain(field.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name is "maxlength" or "pattern");
                fields++;
            }
        }

        Assert.Equal(5, fields);
        foreach (var script in new[] { "/link", "/passkeys.js" })
        {
            Assert.DoesNotContain("paste", (await browser.GetAsync(script)).Html, StringComparison.Ordinal);
        }
    }

    private async Task ComesInAsync(string address, string password)
    {
        var browser = Site.Browser();
        await browser.SignInAsync(address, password);
        Assert.True(await browser.IsSignedInAsync());
    }

    private async Task StaysOutAsync(string address, string password)
    {
        var browser = Site.Browser();
        await browser.SignInAsync(address, password);
        Assert.False(await browser.IsSignedInAsync());
    }
}
