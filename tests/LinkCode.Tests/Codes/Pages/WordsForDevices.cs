using System.Net;
using System.Text.Json;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>LO-8: a device without texts of its own gets them, in the language it asks for.</summary>
public sealed class WordsForDevices(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("es", null, "es", "ltr", "El código caducó")]
    [InlineData("es-MX", "ja", "es", "ltr", "El código caducó")]
    [InlineData("tlh de-AT ja en", null, "ja", "ltr", null)]
    [InlineData("AR-eg", null, "ar", "rtl", null)]
    [InlineData(null, "ar", "ar", "rtl", null)]
    [InlineData("tlh", "es;q=0.8, ja;q=0.1", "es", "ltr", null)]
    [InlineData("", null, "en", "ltr", "The code has run out")]
    [InlineData("- -- x- ../.. %", null, "en", "ltr", "The code has run out")]
    public async Task Are_in_the_first_language_it_names_that_there_is(string? locales, string? accepts, string language, string direction, string? expired)
    {
        var words = await WordsAsync(locales is null ? "" : "?ui_locales=" + Uri.EscapeDataString(locales), accepts);
        Assert.Equal((language, direction), (words["language"], words["direction"]));
        Assert.All(words, word => Assert.NotEmpty(word.Value));
        Assert.Contains($"localhost:{fixture.Server.Address.Port}/link", words["go_to"], StringComparison.Ordinal);
        if (expired is not null)
        {
            Assert.Equal(expired, words["expired"]);
        }
    }

    [Fact]
    public async Task A_list_that_nobody_means_is_as_good_as_none() =>
        Assert.Equal("en", (await WordsAsync("?ui_locales=" + string.Concat(Enumerable.Repeat("es ", 200)).Replace(' ', '+'), null))["language"]);

    [Fact]
    public async Task Differ_in_every_language_and_are_all_there()
    {
        var all = await Task.WhenAll(new[] { "en", "es", "ja", "ar" }.Select(language => WordsAsync("?ui_locales=" + language, null)));
        Assert.All(all[0].Keys.Except(["direction"]), key => Assert.Equal(all.Length, all.Select(words => words[key]).Distinct().Count()));
    }

    private async Task<Dictionary<string, string>> WordsAsync(string query, string? accepts)
    {
        using var http = fixture.Server.Program();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/link/words" + query);
        if (accepts is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(accepts);
        }

        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var words = JsonSerializer.Deserialize<Dictionary<string, string>>(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal([words["language"]], answer.Content.Headers.ContentLanguage);
        return words;
    }
}
