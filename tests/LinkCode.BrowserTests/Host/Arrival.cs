using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Host;

/// <summary>Waits for pages that a button or a script leads to.</summary>
internal static class Arrival
{
    /// <summary>Waits until an address is open and its page is whole. The page is asked itself: on a busy machine its load event is sometimes missed by who waits for it.</summary>
    public static async Task ArriveAsync(this IPage page, string address)
    {
        await page.WaitForURLAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("document.readyState === 'complete'");
    }
}
