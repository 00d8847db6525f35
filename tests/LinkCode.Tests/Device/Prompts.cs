using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>SDK-7 and LO-5: what a screen shows and a speaker says.</summary>
public sealed class Prompts
{
    [Theory]
    [InlineData("WDJB-MJHT", "WDJB-MJHT", "W, D, J, B. M, J, H, T")]
    [InlineData("WDJBMJHT", "WDJB-MJHT", "W, D, J, B. M, J, H, T")]
    [InlineData("123 456 789", "123 456 789", "1, 2, 3. 4, 5, 6. 7, 8, 9")]
    [InlineData("123456789", "123-456-789", "1, 2, 3. 4, 5, 6. 7, 8, 9")]
    [InlineData("ABCDEFG", "ABCD-EFG", "A, B, C, D. E, F, G")]
    [InlineData("ABCD", "ABCD", "A, B, C, D")]
    public void A_code_is_grouped_and_spelled(string code, string grouped, string spelled)
    {
        var prompt = new LinkPrompt(code, "https://id.example.org/link", null, TimeSpan.FromMinutes(10));

        Assert.Equal(grouped, prompt.GroupedCode);
        Assert.Equal(spelled, prompt.SpelledCode);
    }

    [Fact]
    public void A_speaker_says_the_address_and_the_code_twice()
    {
        var speech = new LinkPrompt("WDJB-MJHT", "https://id.example.org/link", null, TimeSpan.FromMinutes(10)).ToSpeech();

        Assert.Contains("id dot example dot org slash link", speech, StringComparison.Ordinal);
        Assert.Contains("W, D, J, B. M, J, H, T", speech, StringComparison.Ordinal);
        Assert.Contains("W as in Whiskey, D as in Delta", speech, StringComparison.Ordinal);
        Assert.Contains("10 minutes", speech, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://www.google.example/device", "google.example/device")]
    [InlineData("http://192.168.1.7:5290/link/", "192.168.1.7:5290/link")]
    public void An_address_is_short_enough_to_type(string address, string shortened) =>
        Assert.Equal(shortened, new LinkPrompt("X", address, null, TimeSpan.Zero).ShortAddress);

    [Fact]
    public void Text_for_a_terminal_has_eighty_columns_and_names_code_and_address()
    {
        var prompt = new LinkPrompt("WDJB-MJHT", "https://id.example.org/link", "https://id.example.org/link?user_code=WDJB-MJHT", TimeSpan.FromMinutes(15));
        var lines = prompt.ToText().Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("    https://id.example.org/link", lines);
        Assert.Contains("    WDJB-MJHT", lines);
        Assert.Equal("QR code that opens https://id.example.org/link with code WDJB-MJHT", prompt.ToAltText());
    }

    [Fact]
    public void A_server_cannot_steer_the_terminal_or_turn_the_text_around()
    {
        var prompt = new LinkPrompt("WDJB\u001b[2J-\u202eMJHT\n", "https://id.example.org/\u0007link", null, TimeSpan.FromMinutes(10));

        Assert.Equal("WDJB[2J-MJHT", prompt.Code);
        Assert.Equal("https://id.example.org/link", prompt.Address);
    }

    [Fact]
    public void The_picture_holds_the_complete_address_or_else_the_plain_one()
    {
        var complete = new LinkPrompt("X", "https://a.example", "https://a.example/" + new string('x', 60), TimeSpan.Zero);
        var plain = new LinkPrompt("X", "https://a.example", null, TimeSpan.Zero);

        Assert.True(complete.ToQrCode().Size > plain.ToQrCode().Size);
    }
}
