using System.Text.Json;
using CsCheck;
using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>The library's own JSON, next to that of the platform.</summary>
public sealed class Reading
{
    [Theory]
    [InlineData("""{"a":"b","n":12,"f":-1.5e3,"t":true,"x":null,"l":["p","q"],"o":{"a":{"b":[1,{}]}}}""")]
    [InlineData(""" { "a" : "\u0041\n\"\\\/\b\f\r\t \ud83d\ude00" , "b":"" } """)]
    [InlineData("{}")]
    public void Well_formed_objects_are_read(string text)
    {
        var read = LinkCode.Device.Json.Read(text);

        Assert.NotNull(read);
        foreach (var member in JsonDocument.Parse(text).RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String))
        {
            Assert.Equal(member.Value.GetString(), read[member.Name]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a"}""")]
    [InlineData("""{"a":}""")]
    [InlineData("""{"a":"b",}""")]
    [InlineData("""{"a":"b"} x""")]
    [InlineData("""{"a":"b""")]
    [InlineData("{\"a\":\"")]
    [InlineData("""{"a":"\x"}""")]
    [InlineData("""{"a":"\u12"}""")]
    [InlineData("""{"a":1-2}""")]
    [InlineData("{\"a\":\"line\nbreak\"}")]
    [InlineData("<html>")]
    public void Anything_else_is_not(string text) => Assert.Null(LinkCode.Device.Json.Read(text));

    [Fact]
    public void Deep_nesting_is_refused_without_a_crash() =>
        Assert.Null(LinkCode.Device.Json.Read("{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}"));

    [Fact]
    public void What_is_written_is_read_by_the_platform_and_by_the_library() => Gen.String.Sample(text =>
    {
        var written = new JsonText().Add("text", text).Add("number", 7).Add("nothing", (string?)null).ToString();
        using var document = JsonDocument.Parse(written);
        return LinkCode.Device.Json.Read(written)!["text"] == text && document.RootElement.GetProperty("number").GetInt32() == 7
            && (HasLoneSurrogate(text) || document.RootElement.GetProperty("text").GetString() == text);
    });

    [Fact]
    public void Rubbish_never_throws() => Gen.String[Gen.Char["{}[]\",:\\u0a1-.etrufalsn \n"], 0, 40].Sample(text =>
    {
        _ = Fields.Read(text);
        _ = Fields.Read("{" + text);
    });

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD) || text.Any(char.IsSurrogate);
}
