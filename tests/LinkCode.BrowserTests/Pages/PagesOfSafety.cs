using LinkCode.BrowserTests.Host;
using LinkCode.Server.Accounts;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Visitor = LinkCode.BrowserTests.Host.Visitor;

namespace LinkCode.BrowserTests.Pages;

/// <summary>The pages about the safety of an account, for everybody: axe, 320 px, light and dark, left to right and right to left.</summary>
public sealed class PagesOfSafety(Street street) : IClassFixture<Street>
{
    public static TheoryData<string> InLanguages => [.. Languages.Looked];

    [Theory]
    [MemberData(nameof(InLanguages))]
    public async Task Of_somebody_who_sets_up_an_app_and_signs_in_with_it(string language)
    {
        var mail = await street.AccountAsync();
        await using var person = await street.VisitorAsync(language: language);
        await person.OpenAsync("/sign-in");
        await person.FillSignInAsync(mail);
        await LookAsync(person, "/security");
        await LookAsync(person, "/security/password");
        await person.Page.Locator("button[value=save]").ClickAsync();
        await LookAsync(person);
        await LookAsync(person, "/security/recovery-codes");
        await LookAsync(person, "/security/app");
        await person.Page.Locator("button[value=begin]").ClickAsync();
        await LookAsync(person);
        var app = new AppOnAPhone(await person.Page.Locator(".key").TextContentAsync() ?? "", street.Server.Clock);
        await person.Page.Locator("#code").FillAsync(app.Code());
        await person.Page.Locator("button[value=confirm]").ClickAsync();
        await LookAsync(person);
        Assert.Equal(10, await person.Page.Locator(".papers li").CountAsync());
        await LookAsync(person, "/security/app");
        await LookAsync(person, "/security/recovery-codes");
        await LookAsync(person, "/security");
        await LookAsync(person, "/activity");
        await LookAsync(person, "/sign-in/again?next=/security");
        await person.Page.Locator("form.stack button").ClickAsync();
        await LookAsync(person);

        await LookAsync(person, "/security?changed=app-added");
        await LookAsync(person, await InvitationAsync());

        await using var elsewhere = await street.VisitorAsync(language: language);
        await elsewhere.OpenAsync("/sign-in");
        await elsewhere.FillSignInAsync(mail);
        Assert.Equal("/sign-in/code", elsewhere.Path);
        await LookAsync(elsewhere);
        await elsewhere.Page.Locator("#code").FillAsync("12345");
        await elsewhere.Page.Locator("main form button").ClickAsync();
        await LookAsync(elsewhere);
        await LookAsync(elsewhere, "/sign-in/code?with=paper");

        await elsewhere.OpenAsync("/forgot-password");
        await elsewhere.Page.Locator("#mail").FillAsync(mail);
        await elsewhere.Page.Locator("main form button").ClickAsync();
        await elsewhere.ReadMailAsync(mail);
        await elsewhere.Page.Locator("main a.button").ClickAsync();
        await LookAsync(elsewhere);
    }

    [Theory]
    [MemberData(nameof(InLanguages))]
    public async Task The_menu_of_somebody_signed_in_is_one_line_on_the_smallest_phone(string language)
    {
        await using var person = await street.ResidentAsync(language: language);
        await person.Page.SetViewportSizeAsync(320, 568);
        await person.OpenAsync("/security");
        var tops = await person.Page.EvaluateAsync<int[]>("() => [...document.querySelectorAll('.top nav a')].map(link => Math.round(link.getBoundingClientRect().top))");
        Assert.Equal(4, tops.Length);
        Assert.Single(tops.Distinct());
    }

    private static async Task LookAsync(Visitor person, string? path = null)
    {
        if (path is not null)
        {
            await person.OpenAsync(path);
        }

        await person.Page.InspectAsync();
    }

    private async Task<string> InvitationAsync()
    {
        await using var scope = street.Server.Services.CreateAsyncScope();
        return Assert.IsType<InviteAnswer.Invited>(await scope.ServiceProvider.GetRequiredService<Invite>().RunAsync($"{Guid.NewGuid():N}@example.org", default)).Path;
    }
}
