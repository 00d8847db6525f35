using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace LinkCode.BrowserTests.Host;

/// <summary>A person at w3m in a terminal: no scripts, no colours, only keys.</summary>
public sealed partial class TextBrowser : IDisposable
{
    private const string Redraw = "\f";
    private readonly Process terminal;
    private readonly string home;
    private readonly StringBuilder written = new();

    private TextBrowser(Process terminal, string home)
    {
        (this.terminal, this.home) = (terminal, home);
        _ = ReadAsync();
    }

    public static TextBrowser Open(string address)
    {
        var home = Directory.CreateTempSubdirectory("linkcode-w3m-").FullName;
        var start = new ProcessStartInfo("script", ["-qfec", $"stty rows 70 cols 110; w3m -cookie {address}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        (start.Environment["TERM"], start.Environment["HOME"], start.Environment["LANG"]) = ("vt100", home, "C.UTF-8");
        return new TextBrowser(Process.Start(start)!, home);
    }

    /// <summary>Waits until the screen shows some words.</summary>
    public async Task SeesAsync(string words)
    {
        var screen = "";
        for (var looks = 0; looks < 60; looks++)
        {
            screen = await LookAsync();
            if (screen.Contains(words, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"w3m does not show “{words}” but:\n{screen}");
    }

    /// <summary>Puts text into the field that comes next after some words.</summary>
    public async Task TypeAfterAsync(string words, string text)
    {
        await FindAsync(words);
        await KeysAsync("\t");
        await KeysAsync("\r");
        await KeysAsync(text + "\r");
    }

    /// <summary>Goes on to the next field and puts text into it.</summary>
    public async Task TypeNextAsync(string text)
    {
        await KeysAsync("\t");
        await KeysAsync("\r");
        await KeysAsync(text + "\r");
    }

    /// <summary>Goes on to the next button and presses it.</summary>
    public async Task PressNextAsync()
    {
        await KeysAsync("\t");
        await KeysAsync("\r");
    }

    /// <summary>Presses the button that comes after some words; a search would find other places with the words on it.</summary>
    public async Task PressAfterAsync(string words, int place)
    {
        await FindAsync(words);
        for (; place > 0; place--)
        {
            await KeysAsync("\t");
        }

        await KeysAsync("\r");
    }

    /// <summary>Loads the page that is open once more.</summary>
    public Task ReloadAsync() => KeysAsync("R");

    public void Dispose()
    {
        terminal.Kill(entireProcessTree: true);
        terminal.WaitForExit();
        terminal.Dispose();
        Directory.Delete(home, recursive: true);
    }

    [GeneratedRegex(@"\x1b(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>78M])|[\x00-\x1f]")]
    private static partial Regex Controls { get; }

    [GeneratedRegex(" +")]
    private static partial Regex Spaces { get; }

    private async Task FindAsync(string words)
    {
        await KeysAsync("g");
        await KeysAsync($"/{words}\r");
    }

    private async Task<string> LookAsync()
    {
        lock (written)
        {
            written.Clear();
        }

        await KeysAsync(Redraw);
        await Task.Delay(300);
        lock (written)
        {
            return Spaces.Replace(Controls.Replace(written.ToString(), " "), " ");
        }
    }

    // Keys that come faster than w3m draws are taken for the wrong page.
    private async Task KeysAsync(string keys)
    {
        await terminal.StandardInput.WriteAsync(keys);
        await terminal.StandardInput.FlushAsync();
        await Task.Delay(300);
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await terminal.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (written)
            {
                written.Append(buffer, 0, count);
            }
        }
    }
}
