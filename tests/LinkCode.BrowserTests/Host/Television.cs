using System.Diagnostics;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Host;

/// <summary>The test television, seen from the sofa.</summary>
public sealed class Television : IAsyncDisposable
{
    private readonly Visitor screen;

    private Television(Visitor screen) => this.screen = screen;

    public IPage Page => screen.Page;

    /// <summary>The code as the screen shows it.</summary>
    public string Code { get; private set; } = "";

    public static async Task<Television> SwitchOnAsync(Visitor screen)
    {
        var television = new Television(screen);
        await screen.OpenAsync("/television");
        await television.ReadCodeAsync();
        return television;
    }

    public Task ShowsAsync(string heading) => screen.SeesAsync(heading);

    /// <summary>Waits for a code that is not the last one.</summary>
    public async Task ReadCodeAsync()
    {
        var shown = Page.Locator("main .code .seen");
        await Assertions.Expect(shown).Not.ToHaveTextAsync(Code);
        Code = (await shown.TextContentAsync())!;
        await Page.WaitForFunctionAsync("() => { const picture = document.querySelector('.qr img'); return picture.complete && picture.naturalWidth > 0; }");
    }

    /// <summary>Reads the QR picture from a photograph of the whole screen.</summary>
    public async Task<string> ScanAsync()
    {
        var picture = Path.Combine(Path.GetTempPath(), $"linkcode-screen-{Guid.NewGuid():N}.png");
        try
        {
            await Page.ScreenshotAsync(new() { Path = picture });
            using var reader = Process.Start(new ProcessStartInfo("zbarimg", ["-q", "--raw", picture]) { RedirectStandardOutput = true })!;
            var read = await reader.StandardOutput.ReadToEndAsync();
            await reader.WaitForExitAsync();
            return read.Trim();
        }
        finally
        {
            File.Delete(picture);
        }
    }

    public ValueTask DisposeAsync() => screen.DisposeAsync();
}
