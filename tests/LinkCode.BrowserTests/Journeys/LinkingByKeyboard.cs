using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Journeys;

/// <summary>The whole way with a keyboard and nothing else, and what a screen reader reads on it, in its order.</summary>
public sealed class LinkingByKeyboard(Street street) : IClassFixture<Street>
{
    private const string Focused = """
        () => {
          const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
          const seen = style.outlineStyle !== 'none' && box.width > 0 && box.top >= 0 && box.bottom <= innerHeight;
          return [one.labels?.[0]?.textContent ?? one.textContent.trim(), seen ? 'seen' : 'not seen'];
        }
        """;

    [Fact]
    public async Task From_the_code_to_the_end()
    {
        var (mail, device) = (await street.AccountAsync(), await street.DeviceAsync());
        await using var person = await street.VisitorAsync();
        await person.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await person.OpenAsync("/");
        await TabToAsync(person, "Skip to the page");
        await person.Page.Keyboard.PressAsync("Enter");
        await TabToAsync(person, "Type a code");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync("Link a device");

        // The field has the focus already.
        await person.Page.Keyboard.TypeAsync(device.UserCode);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync("Sign in");
        await TabToAsync(person, "Mail address");
        await person.Page.Keyboard.TypeAsync(mail);
        await TabToAsync(person, "Password");
        await person.Page.Keyboard.TypeAsync(Visitor.Password);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync("Link this television?");
        await ReadsInOrderAsync(
            person,
            "Link this television?",
            "Who asks",
            "The device",
            "The code",
            "Your account",
            "What it may do",
            "Only go on if you can see this code",
            "Don’t link",
            "Link this television\"");

        // No is reached before yes.
        await TabToAsync(person, "Don’t link");
        await TabToAsync(person, "Link this television");
        street.Server.Clock.Advance(TimeSpan.FromSeconds(2));
        await person.Page.Keyboard.PressAsync("Space");
        await person.Page.ArriveAsync("/link/done/");
        await device.PollAsync();
        await person.SeesAsync("Your television is linked");
        await TabToAsync(person, "Undo the link");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync("The link is undone");
    }

    // Every stop on the way is seen, and no part of the page holds the focus for good.
    private static async Task TabToAsync(Visitor person, string words)
    {
        for (var stops = 0; stops < 30; stops++)
        {
            await person.Page.Keyboard.PressAsync("Tab");
            var focused = await person.Page.EvaluateAsync<string[]>(Focused);
            Assert.True(focused[1] == "seen", $"{focused[0]} has the focus and does not show it on {person.Path}");
            if (focused[0] == words)
            {
                return;
            }
        }

        Assert.Fail($"Nobody comes to {words} on {person.Path}");
    }

    private static async Task ReadsInOrderAsync(Visitor person, params string[] parts)
    {
        var read = await person.Main.AriaSnapshotAsync();
        var at = 0;
        foreach (var part in parts)
        {
            var next = read.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(next >= at, $"{part} is not read where it should be:\n{read}");
            at = next + part.Length;
        }
    }
}
