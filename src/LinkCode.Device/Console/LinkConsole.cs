using System.ComponentModel;
using System.Text;

namespace LinkCode.Device;

/// <summary>
/// Links a console program: writes the code, the address and a QR picture for a person, or JSON lines for another program.
/// </summary>
public sealed class LinkConsole : IProgress<LinkEvent>
{
    private readonly LinkConsoleOptions options;
    private readonly bool json;
    private Type? said;

    /// <summary>Writes events of linking to a console.</summary>
    /// <param name="options">How to speak; null for the usual way.</param>
    public LinkConsole(LinkConsoleOptions? options = null)
    {
        this.options = options ?? new LinkConsoleOptions();
        json = this.options.Json ?? !this.options.Surroundings.IsInteractive;
    }

    /// <summary>Links the device and writes what happens.</summary>
    /// <param name="client">The client to link with.</param>
    /// <param name="cancellationToken">Gives up; the code is taken back before the call ends, which takes 10 seconds at most.</param>
    /// <returns>The last event: linked, denied, expired or failed. It has been written already.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<LinkEvent> LinkAsync(LinkClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            return await client.WatchAsync(this, null, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await client.SettleAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes one event.</summary>
    /// <param name="value">The event.</param>
    public void Report(LinkEvent value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (json)
        {
            options.Output.WriteLine(ConsoleWords.Json(value));
        }
        else
        {
            Say(value);
        }

        if (value is LinkEvent.CodeReady { Prompt: var first })
        {
            Copy(first);
            Open(first);
        }
        else if (value is LinkEvent.CodeRenewed { Prompt: var next })
        {
            // A second page in the browser, beside the first, would only be in the way.
            Copy(next);
        }

        said = value.GetType();
        options.Output.Flush();
    }

    private void Say(LinkEvent value)
    {
        if (value is LinkEvent.CodeReady { Prompt: var prompt })
        {
            Show(prompt);
        }
        else if (value is LinkEvent.CodeRenewed { Prompt: var renewed })
        {
            options.Output.WriteLine("That code ran out. Here is a new one.\n");
            Show(renewed);
        }
        else if (ConsoleWords.Sentence(value) is { } sentence && (value is LinkEvent.NetworkTrouble || said != value.GetType()))
        {
            options.Output.WriteLine(sentence);
        }
    }

    // The picture is taller than some windows: what a person has to read and type comes after it, where it stays in sight.
    private void Show(LinkPrompt prompt)
    {
        var style = options.Surroundings.QrStyle();
        if (options.Qr != false && Picture(prompt) is { } code)
        {
            var width = (code.Size + (2 * QrCode.StandardQuietZone)) * (style == QrTerminalStyle.Ascii ? 2 : 1);
            if (options.Qr == true || width <= options.Surroundings.Columns)
            {
                options.Output.WriteLine("Scan this with your phone, or do what stands below it:\n");
                options.Output.WriteLine(code.ToTerminalText(style));
            }
        }

        options.Output.WriteLine(prompt.ToText());
    }

    /// <summary>The picture, or null for an address that is too long for one: the person types the code then.</summary>
    private static QrCode? Picture(LinkPrompt prompt)
    {
        try
        {
            return prompt.ToQrCode(QrLevel.L);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private void Copy(LinkPrompt prompt)
    {
        if (options.CopyCode && options.Surroundings.IsInteractive && !json)
        {
            options.Output.Write("\u001b]52;c;" + Convert.ToBase64String(Encoding.UTF8.GetBytes(prompt.Code)) + "\a");
        }
    }

    private void Open(LinkPrompt prompt)
    {
        var around = options.Surroundings;
        if (!options.OpenBrowser || !around.IsInteractive || around.IsRemote)
        {
            return;
        }

        try
        {
            // Only http and https addresses get this far: a server cannot make the shell start something else.
            options.Browse(prompt.CompleteAddress ?? prompt.Address);
        }
        catch (Exception none) when (none is Win32Exception or PlatformNotSupportedException or FileNotFoundException)
        {
            // A program that reads JSON lines has no use for the sentence, and would stumble over it.
            if (!json)
            {
                options.Output.WriteLine("No browser could be opened here. Use the address above.");
            }
        }
    }
}
