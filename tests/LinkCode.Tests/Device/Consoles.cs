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
        Assert.Contains("scan this", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_drawn_or_copied_that_was_not_asked_for()
    {
        var text = string.Join('\n', await WrittenAsync(json: false, qr: false));

        Assert.DoesNotContain("scan this", text, StringComparison.Ordinal);
        Assert.DoesNotContain("]52;", text, StringComparison.Ordinal);
    }

    private static async Task<string[]> WrittenAsync(bool json, bool? qr = true)
    {
        await using var server = await ForeignServer.StartAsync(hurry: 100);
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
