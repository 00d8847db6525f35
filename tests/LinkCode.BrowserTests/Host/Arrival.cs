using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Host;

/// <summary>Waits for pages that a button or a script leads to.</summary>
internal static class Arrival
{
    /// <summary>Waits until an address is open and its page is whole. Both are asked for: on a busy machine the event of a load is sometimes missed by who waits for it.</summary>
    public static async Task ArriveAsync(this IPage page, string address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(address)), new() { Timeout = Street.Patience });
        for (var tries = 0; !await IsWholeAsync(page); tries++)
        {
            Assert.True(tries < 1800, $"{page.Url} was not whole within 45 seconds.");
            await Task.Delay(25);
        }
    }

    // Looked at from here, because a page without scripts, or with a strict policy, cannot be told to look by itself.
    private static async Task<bool> IsWholeAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<string>("() => document.readyState") == "complete";
        }
        catch (PlaywrightException)
        {
            // It is just being left for the next one.
            return false;
        }
    }
}
