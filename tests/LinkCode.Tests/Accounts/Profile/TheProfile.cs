using System.Net;
using System.Text.Json;
using LinkCode.Tests.Codes.Pages;

namespace LinkCode.Tests.Accounts.Profile;

/// <summary>A person's name, language and time zone hold in every browser, in letters, and for apps that may know them.</summary>
public sealed class TheProfile(LinkSite link) : IClassFixture<LinkSite>
{
    private Site Site => link.Site;

    [Fact]
    public async Task Pages_speak_the_person_s_language_before_the_browser_s()
    {
        var (owner, address) = await link.AddressedPersonAsync(language: "en");
        var saved = await SaveAsync(owner, "es", "America/New York");
        Assert.Equal(("es", "Tu perfil"), (saved.Document.DocumentElement.GetAttribute("lang"), saved.Heading));

        // Before anybody is known there, another browser speaks its own, and the person's at once after.
        var other = Site.Browser();
        Assert.Equal("Sign in", (await other.GetAsync("/sign-in")).Heading);
        await other.SignInAsync(address);
        Assert.Equal("Tu perfil", (await other.GetAsync("/profile")).Heading);

        // So do letters, in the person's time, and pages that say what went wrong.
        var letter = await Site.LetterAsync(address, 1, "Tu cuenta se usó en un navegador nuevo");
        Assert.Matches(@" UTC-0[45]:00$", letter.Facts[2].Value);
        Assert.Contains(NewYork(Site).ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture), letter.Facts[2].Value, StringComparison.Ordinal);
        Assert.Equal("Aquí no hay ninguna página", (await other.GetAsync("/nothing-here")).Heading);
        Assert.Matches(@"UTC-0[45]:00", (await other.GetAsync("/activity")).Document.QuerySelector("time")!.GetAttribute("title")!);

        // What is chosen at the foot of a page is chosen for all browsers, too.
        var form = await other.GetAsync("/language");
        await other.PressAsync(form, "Guardar", ("language", "ja"));
        Assert.Equal("プロフィール", (await other.GetAsync("/profile")).Heading);
        Site.Clock.Advance(TimeSpan.FromMinutes(1.1));
        Assert.Equal("プロフィール", (await owner.GetAsync("/profile")).Heading);

        // And as the browser says, again.
        await SaveAsync(owner, "", "UTC");
        Assert.Equal("Your profile", (await owner.GetAsync("/profile")).Heading);
        await owner.PressAsync(await owner.GetAsync("/forgot-password"), "Send the link", ("mail", address));
        await Site.LetterAsync(address, 1, "Make a new password");
        Assert.EndsWith(" UTC", (await owner.GetAsync("/activity")).Document.QuerySelector("time")!.GetAttribute("title")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_or_a_time_zone_that_nobody_offered_changes_nothing_but_to_the_browser_s()
    {
        var owner = await link.PersonAsync();
        var saved = await SaveAsync(owner, "../../etc", "../../etc/passwd");
        Assert.Contains("As my browser says · UTC", saved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apps_that_may_know_the_person_hear_of_every_change()
    {
        var owner = await link.PersonAsync();
        var device = await link.DeviceAsync();
        await link.LinkAsync(owner, device);
        await device.PollAsync();
        var before = JsonDocument.Parse((await device.UserInfoAsync()).Body).RootElement;
        Assert.Equal("Ana Lima", before.GetProperty("name").GetString());
        Assert.False(before.TryGetProperty("picture", out _) || before.TryGetProperty("zoneinfo", out _) || before.TryGetProperty("locale", out _));

        Site.Clock.Advance(TimeSpan.FromSeconds(5));
        await owner.PressAsync(await owner.GetAsync("/profile"), "Save the name", ("do", "name"), ("name", "  Ana \u202e M. "));
        await SaveAsync(owner, "ar", "Asia/Kathmandu");
        var shown = (await ThePicture.SendAsync(owner, Pictures.Png, "a.png", "image/png")).Document.QuerySelector("main img.face")!.GetAttribute("src")!;
        var after = JsonDocument.Parse((await device.UserInfoAsync()).Body).RootElement;
        Assert.Equal(("Ana M.", "ar", "Asia/Kathmandu"), (after.GetProperty("name").GetString(), after.GetProperty("locale").GetString(), after.GetProperty("zoneinfo").GetString()));
        Assert.Equal(Site.Address + shown, after.GetProperty("picture").GetString());
        Assert.True(after.GetProperty("updated_at").GetInt64() > before.GetProperty("updated_at").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await Site.Browser().GetAsync(shown)).Status);
    }

    [Fact]
    public async Task A_name_that_is_missing_or_too_long_is_said_and_kept()
    {
        var owner = await link.PersonAsync();
        var page = await owner.PressAsync(await owner.GetAsync("/profile"), "Save the name", ("do", "name"), ("name", new string('a', 61)));
        Assert.Contains("The name is too long", page.Text, StringComparison.Ordinal);
        Assert.Equal(new string('a', 61), ((AngleSharp.Html.Dom.IHtmlInputElement)page.Document.QuerySelector("#name")!).Value);
        Assert.Contains("Ana Lima", page.Document.QuerySelector("main .who")!.TextContent, StringComparison.Ordinal);
    }

    private static DateTimeOffset NewYork(Site site) => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(site.Clock.GetUtcNow(), "America/New_York");

    private static async Task<Page> SaveAsync(Browser owner, string language, string zone)
    {
        var form = await owner.GetAsync("/profile/language");
        return await owner.PressAsync(form, form.Document.QuerySelector("main form button")!.TextContent, ("language", language), ("zone", zone));
    }
}
