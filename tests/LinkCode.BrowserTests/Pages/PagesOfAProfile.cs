using LinkCode.BrowserTests.Host;
using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Accounts.Profile;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>The pages about who a person is to others, in each direction of writing: axe, 320 px, light and dark.</summary>
public sealed class PagesOfAProfile(Street street) : IClassFixture<Street>
{
    public static TheoryData<string> InLanguages => [.. Languages.Looked];

    [Theory]
    [MemberData(nameof(InLanguages))]
    public async Task Of_somebody_who_changes_all_of_it(string language)
    {
        var mail = await street.AccountAsync();
        await using var person = await street.VisitorAsync(language: language);
        await person.OpenAsync("/sign-in");
        await person.FillSignInAsync(mail);
        await person.OpenAsync("/profile");
        await person.Page.Locator("#name").FillAsync("");
        await PressAsync(person, "button[value=name]");
        await person.Page.Locator(".problem").WaitForAsync();
        await LookAsync(person);

        await person.OpenAsync("/profile/picture");
        await SendAsync(person, Pictures.Png[..^20]);
        await person.Page.Locator(".problem").WaitForAsync();
        await LookAsync(person);
        await SendAsync(person, Pictures.JpegWithSecret());
        await person.Page.ArriveAsync("/profile?done=picture");
        Assert.Equal(8, await person.Page.Locator("main img.face").EvaluateAsync<int>("async face => { await face.decode(); return face.naturalWidth; }"));
        await person.Page.InspectAsync(looksOtherwiseWhenWide: true);
        await LookAsync(person, "/profile/picture");

        await person.OpenAsync("/profile/language");
        await person.Page.Locator("#zone").SelectOptionAsync("Asia/Tokyo");
        await PressAsync(person, "main form button");
        await person.Page.ArriveAsync("/profile?done=language");
        await LookAsync(person, "/profile/language");

        await LookAsync(person, "/profile/address");
        var wanted = $"{Guid.NewGuid():N}@example.org";
        await person.Page.Locator("#mail").FillAsync(wanted);
        await PressAsync(person, "main form button");
        await person.Page.ArriveAsync("/profile?done=asked");
        await LookAsync(person);

        await using var phone = await street.VisitorAsync(language: language);
        var (old, next) = (await LinkAsync(mail), await LinkAsync(wanted));
        await LookAsync(phone, next);
        await LookAsync(phone, old);
        await PressAsync(phone, "button[value=yes]");
        await phone.Page.Locator(".moment").WaitForAsync();
        await LookAsync(phone);
        await LookAsync(person, next);
        await PressAsync(person, "button[value=yes]");
        await person.Page.Locator(".moment").WaitForAsync();
        await LookAsync(person);
        await LookAsync(phone, await LinkAsync(mail, after: old));
        await PressAsync(phone, "main form button");
        await phone.Page.Locator(".moment").WaitForAsync();
        await LookAsync(phone);
        await LookAsync(phone, old);
    }

    [Fact]
    public async Task A_photograph_from_a_phone_is_made_small_before_it_is_sent()
    {
        await using var person = await street.ResidentAsync();
        await person.OpenAsync("/profile/picture");
        var size = await person.Page.EvaluateAsync<int>("""
            async () => {
              const canvas = new OffscreenCanvas(2400, 1600), paint = canvas.getContext('2d'), noise = paint.createImageData(2400, 1600);
              noise.data.forEach((_, i) => noise.data[i] = i % 4 === 3 ? 255 : Math.random() * 256);
              paint.putImageData(noise, 0, 0);
              const files = new DataTransfer(), field = document.querySelector('#picture');
              files.items.add(new File([await canvas.convertToBlob({ type: 'image/jpeg', quality: .9 })], 'IMG_0001.JPG', { type: 'image/jpeg' }));
              field.files = files.files;
              field.dispatchEvent(new Event('change'));
              return files.files[0].size;
            }
            """);
        Assert.True(size > 3_000_000);
        await PressAsync(person, "form.stack button");
        await person.SeesAsync("Your profile");
        Assert.Equal(768, await person.Page.Locator("main img.face").EvaluateAsync<int>("async face => { await face.decode(); return face.naturalWidth; }"));
    }

    private static async Task SendAsync(Visitor person, byte[] picture)
    {
        await person.Page.Locator("#picture").SetInputFilesAsync(new FilePayload { Name = "face.jpg", MimeType = "image/jpeg", Buffer = picture });
        await PressAsync(person, "form.stack button");
    }

    private static Task PressAsync(Visitor person, string button) => person.Page.Locator(button).First.ClickAsync();

    private async Task<string> LinkAsync(string to, string? after = null)
    {
        var kept = street.Server.Services.GetRequiredService<KeptMail>();
        string? Link() => kept.All.FirstOrDefault(letter => letter.To == to && letter.Letter.Button?.Url.Contains("/new-address", StringComparison.Ordinal) == true)?.Letter.Button!.Url;
        for (var tries = 0; Link() is not { } link || link == after; tries++)
        {
            Assert.True(tries < 200, "No mail came.");
            await Task.Delay(50);
        }

        return Link()!;
    }

    private static async Task LookAsync(Visitor person, string? path = null)
    {
        if (path is not null)
        {
            await person.OpenAsync(path);
        }

        await person.Page.InspectAsync();
    }
}
