using Deque.AxeCore.Commons;
using LinkCode.BrowserTests.Host;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Pages;

/// <summary>Looks at one page as every test of pages does: with axe in light and dark, wide and at 320 px, and at its size.</summary>
internal static class Inspection
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private const int MostBytes = 50_000;
    private const string OwnWidth = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)";

    private const string WidthOfLargeText = """
        () => {
          const root = document.documentElement;
          root.style.fontSize = parseFloat(getComputedStyle(root).fontSize) * 2 + 'px';
          const width = Math.max(root.scrollWidth, document.body.scrollWidth);
          root.style.fontSize = '';
          return width;
        }
        """;

    // 1280 px at 400 % zoom are 320 by 256 px to the page: the narrow phone and the zoomed desktop at once.
    private static readonly (int Width, int Height, ColorScheme Scheme)[] Narrow = [(320, 256, ColorScheme.Light), (320, 256, ColorScheme.Dark)];
    private static readonly (int Width, int Height, ColorScheme Scheme)[] Wide = [(1280, 720, ColorScheme.Light), (1280, 720, ColorScheme.Dark)];

    /// <summary>Asserts that the page that is open can be used by everybody.</summary>
    public static async Task InspectAsync(this Visitor visitor, string heading, bool looksOtherwiseWhenWide = false)
    {
        await visitor.SeesAsync(heading);
        await visitor.Page.InspectAsync(looksOtherwiseWhenWide);
    }

    public static async Task InspectAsync(this IPage page, bool looksOtherwiseWhenWide = false)
    {
        var findings = new List<string>();
        foreach (var (width, height, scheme) in looksOtherwiseWhenWide ? [.. Narrow, .. Wide] : Narrow)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await KeepAsync(page, $"{width}-{scheme}");
            if (await OwnWidthAsync(page, width) is var own && own > width)
            {
                findings.Add($"{own} px wide in a window of {width} px");
            }

            findings.AddRange((await FindingsAsync(page, onlyColours: scheme == ColorScheme.Dark)).Select(finding => $"{width} px, {scheme}: {finding}"));
        }

        // Text alone at twice its size, as browsers can do it, in half a window.
        await page.SetViewportSizeAsync(640, 512);
        if (await page.EvaluateAsync<int>(WidthOfLargeText) is var large && large > 640)
        {
            findings.Add($"{large} px wide in a window of 640 px with text at 200 %");
        }

        if (await SizeAsync(page) is > MostBytes and var size)
        {
            findings.Add($"{size} bytes");
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 720);
        Assert.True(findings.Count == 0, page.Url + "\n" + string.Join('\n', findings));
    }

    // A browser on a busy machine takes a moment to lay a page out anew.
    private static async Task<int> OwnWidthAsync(IPage page, int width)
    {
        var own = await page.EvaluateAsync<int>(OwnWidth);
        for (var tries = 0; own > width && tries < 40; tries++)
        {
            await Task.Delay(50);
            own = await page.EvaluateAsync<int>(OwnWidth);
        }

        return own;
    }

    // Run in the page itself and once per look: the library's own way opens a tab beside it for each.
    // The dark page is the light one with other colours, so only what is about colours is looked at again.
    private static async Task<string[]> FindingsAsync(IPage page, bool onlyColours)
    {
        if (await page.EvaluateAsync<bool>("() => typeof axe === 'undefined'"))
        {
            await page.EvaluateAsync(Axe);
        }

        return await page.EvaluateAsync<string[]>("""
            async onlyColours => (await axe.run(document, { resultTypes: ['violations'], ...(onlyColours ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } : {}) })).violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => `${one.impact} ${one.id}: ${one.nodes.map(node => node.html).join(' | ')}`)
            """, onlyColours);
    }

    // ./do shots names a folder: pictures for people to look at, because no rule finds what is ugly.
    private static async Task KeepAsync(IPage page, string how)
    {
        if (Environment.GetEnvironmentVariable("LINKCODE_SHOTS") is { Length: > 0 } folder)
        {
            var name = string.Concat((await page.TitleAsync()).Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{how}.png".ToLowerInvariant()), FullPage = true });
        }
    }

    // What the browser decoded for this page, whether it came over the wire this time or before.
    private static Task<int> SizeAsync(IPage page) => page.EvaluateAsync<int>("""
        () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          .filter(one => one.initiatorType !== 'fetch' && !/\.png|\/link\/qr/.test(one.name)).reduce((sum, one) => sum + one.decodedBodySize, 0)
        """);
}
