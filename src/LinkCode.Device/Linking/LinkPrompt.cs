namespace LinkCode.Device;

/// <summary>Everything a device needs to tell its owner how to link it: for screens, terminals, speakers and pictures.</summary>
public sealed class LinkPrompt
{
    internal LinkPrompt(string code, string address, string? completeAddress, TimeSpan lifetime)
    {
        Code = PromptText.Clean(code);
        Address = PromptText.Clean(address);
        CompleteAddress = completeAddress is null ? null : PromptText.Clean(completeAddress);
        Lifetime = lifetime;
    }

    /// <summary>The code as the server gave it (<c>user_code</c>), such as <c>WDJB-MJHT</c>.</summary>
    public string Code { get; }

    /// <summary>The code in groups that are easy to read: as the server wrote it, or with dashes put in.</summary>
    public string GroupedCode => PromptText.Grouped(Code);

    /// <summary>The code letter by letter, for a speaker or a screen reader: <c>W, D, J, B. M, J, H, T</c>.</summary>
    public string SpelledCode => PromptText.Spelled(Code);

    /// <summary>The code with a word for each letter, for bad lines and bad ears: <c>W as in Whiskey, D as in Delta …</c>.</summary>
    public string SpelledWithWords => PromptText.WithWords(Code);

    /// <summary>Where to type the code (<c>verification_uri</c>), such as <c>https://id.example.org/link</c>.</summary>
    public string Address { get; }

    /// <summary>The address as people say and type it, without scheme: <c>id.example.org/link</c>.</summary>
    public string ShortAddress => PromptText.Short(Address);

    /// <summary>The address with the code in it (<c>verification_uri_complete</c>), or null if the server gave none.</summary>
    public string? CompleteAddress { get; }

    /// <summary>How long the code worked when it was made. The time left is in the events and in <see cref="PendingLink.Remaining"/>.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>The picture to scan: the complete address, or the plain one if the server gave no complete one.</summary>
    /// <param name="level">How much damage the picture survives.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The address is longer than a picture holds (2,331 bytes at the usual level).</exception>
    public QrCode ToQrCode(QrLevel level = QrLevel.M) => QrCode.Encode(CompleteAddress ?? Address, level);

    /// <summary>Plain text for a terminal, at most 80 columns wide unless the server's address alone is wider.</summary>
    /// <returns>A few lines without a trailing line break.</returns>
    public string ToText() => PromptText.Lines(this);

    /// <summary>What a speaker says. The code is said twice.</summary>
    /// <returns>English text without marks that a voice would stumble over.</returns>
    public string ToSpeech() => PromptText.Speech(this);

    /// <summary>A text for those who cannot see the picture.</summary>
    /// <returns>One sentence.</returns>
    public string ToAltText() => $"QR code that opens {Address} with code {Code}";

    /// <summary>Address and code.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{ShortAddress} {GroupedCode}";
}
