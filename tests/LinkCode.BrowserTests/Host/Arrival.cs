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
        await page.WaitForFunctionAsync("document.readyState === 'complete'");
    }
}
