using System.Globalization;
using LinkCode.Server.Data;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Activity;

/// <summary>Writes facts for an export. Their titles stand in the texts under <c>data.fact</c> and the name, those of sections under <c>data.of</c>.</summary>
internal static class PersonalFacts
{
    public static PersonalSection Section(this IStringLocalizer<Text> texts, string name, IEnumerable<IReadOnlyList<PersonalFact>> entries) =>
        new(name, texts["data.of." + name], [.. entries]);

    public static PersonalFact Fact(this IStringLocalizer<Text> texts, string name, object? value, string? words = null) =>
        new(name, texts["data.fact." + name], value, words ?? Words(texts, value));

    private static string? Words(IStringLocalizer<Text> texts, object? value) => value switch
    {
        bool yes => yes ? texts["data.yes"] : texts["data.no"],
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC",
        _ => null,
    };
}
