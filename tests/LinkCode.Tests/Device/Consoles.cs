using System.Text.Json;
using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>SDK-8: what a console writes for people and for programs.</summary>
public sealed class Consoles
{
    [Fact]
    public async Task A_program_reads_one_json_object_per_line()
    {
        var lines = await WrittenAsync(json: true);

        var events = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["code_ready", "claimed", "network_trouble", "code_renewed", "denied"],
            events.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("WDJB-MJHT", events[0].GetProperty("user_code").GetString());
        Assert.Equal(900, events[0].GetProperty("expires_in").GetInt32());
        Assert.Equal("42", events[1].GetProperty("confirm").GetString());
        Assert.Equal("access_denied", events[4].GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_person_reads_sentences()
    {
        var text = string.Join('\n', await WrittenAsync(json: false));

        Assert.Contains("    https://foreign.example/device", text, StringComparison.Ordinal);
        Assert.Contains("a number, it is 42.", text, StringComparison.Ordinal);
        Assert.Contains("That code ran out. Here is a new one.", text, StringComparison.Ordinal);
        Assert.Contains("The link was declined. If that was a mistake, start again for a new code.", text, StringComparison.Ordinal);
        Assert.Contains("Scan this", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_drawn_or_copied_that_was_not_asked_for()
    {
        var text = string.Join('\n', await WrittenAsync(json: false, qr: false));

        Assert.DoesNotContain("Scan this", text, StringComparison.Ordinal);
        Assert.DoesNotContain("]52;", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_new_code_is_copied_and_the_browser_opened_once()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Code("WDJB-MJHT"), Code("KLMN-PQRS"));
        server.Token = Answer.Script(Answer.Error("expired_token"), Answer.Error("access_denied"));
        using var client = server.Client();
        await using var output = new StringWriter();
        var opened = new List<string>();
        var options = new LinkConsoleOptions
        {
            Output = output,
            Surroundings = new ConsoleSurroundings { IsInteractive = true, Columns = 80 },
            CopyCode = true,
            OpenBrowser = true,
            Browse = opened.Add,
        };

        await new LinkConsole(options).LinkAsync(client, Watching.Stop);

        foreach (var code in new[] { "WDJB-MJHT", "KLMN-PQRS" })
        {
            var copied = "\u001b]52;c;" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(code)) + "\a";
            Assert.Contains(copied, output.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal("https://foreign.example/device", Assert.Single(opened));
    }

    [Fact]
    public async Task A_browser_that_is_missing_puts_no_sentence_among_json_lines()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(Answer.Error("access_denied"));
        using var client = server.Client();
        await using var output = new StringWriter { NewLine = "\n" };
        var options = new LinkConsoleOptions
        {
            Output = output,
            Surroundings = new ConsoleSurroundings { IsInteractive = true, Columns = 80 },
            Json = true,
            OpenBrowser = true,
            Browse = _ => throw new System.ComponentModel.Win32Exception("No browser"),
        };

        await new LinkConsole(options).LinkAsync(client, Watching.Stop);

        Assert.All(output.ToString().TrimEnd('\n').Split('\n'), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task An_address_that_is_too_long_for_a_picture_is_written_without_one()
    {
        await using var server = await ForeignServer.StartAsync();
        server.Code = Answer.Script(Code("WDJB-MJHT", new string('a', 3000)));
        server.Token = Answer.Script(Answer.Error("access_denied"));
        using var client = server.Client();
        await using var output = new StringWriter();

        await new LinkConsole(new LinkConsoleOptions { Output = output, Json = false, Qr = true }).LinkAsync(client, Watching.Stop);

        Assert.Contains("WDJB-MJHT", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Scan this", output.ToString(), StringComparison.Ordinal);
    }

    private static Answer Code(string code, string path = "device") => Answer.Json(
        $$"""{"device_code":"dc","user_code":"{{code}}","verification_uri":"https://foreign.example/{{path}}","expires_in":900,"interval":5}""");

    private static async Task<string[]> WrittenAsync(bool json, bool? qr = true)
    {
        await using var server = await ForeignServer.StartAsync();
        server.Token = Answer.Script(
            new Answer(400, """{"error":"authorization_pending","link_status":"claimed","confirm":"42"}"""),
            new Answer(502, ""),
            Answer.Error("expired_token"),
            Answer.Error("access_denied"));
        using var client = server.Client();
        await using var output = new StringWriter { NewLine = "\n" };

        await new LinkConsole(new LinkConsoleOptions { Output = output, Json = json, Qr = qr }).LinkAsync(client, Watching.Stop);

        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
