using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>Looks at one page as every test of pages does: with axe in light and dark, wide and at 320 px, and at its size.</summary>
internal static class Inspection
{
    private const int MostBytes = 50_000;
    private const string OwnWidth = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)";

    // 1280 px at 400 % zoom are 320 by 256 px to the page, which is the narrow phone and the zoomed desktop at once.
    private static readonly (int Width, int Height)[] Windows = [(1280, 720), (320, 256)];

    /// <summary>Asserts that the page that is open can be used by everybody.</summary>
    public static async Task InspectAsync(this Visitor visitor, string heading)
    {
        await visitor.SeesAsync(heading);
        await visitor.Page.InspectAsync();
    }

    public static async Task InspectAsync(this IPage page)
    {
        var findings = new List<string>();
        foreach (var (width, height) in Windows)
        {
            await page.SetViewportSizeAsync(width, height);
            var own = await page.EvaluateAsync<int>(OwnWidth);
            if (own > width)
            {
                findings.Add($"{own} px wide in a window of {width} px");
            }

            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                var result = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
                findings.AddRange(result.Violations.Where(one => one.Impact is "serious" or "critical")
                    .Select(one => $"{width} px, {scheme}: {one.Impact} {one.Id}: {string.Join(" | ", one.Nodes.Select(node => node.Html))}"));
            }
        }

        if (await SizeAsync(page) is > MostBytes and var size)
        {
            findings.Add($"{size} bytes");
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 720);
        Assert.True(findings.Count == 0, page.Url + "\n" + string.Join('\n', findings));
    }

    // What the browser decoded for this page, whether it came over the wire this time or before.
    private static Task<int> SizeAsync(IPage page) => page.EvaluateAsync<int>("""
        () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          .filter(one => one.initiatorType !== 'fetch' && !/\.png|\/link\/qr/.test(one.name)).reduce((sum, one) => sum + one.decodedBodySize, 0)
        """);
}
