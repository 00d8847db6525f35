using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Apps;

/// <summary>What scopes allow, as people read it.</summary>
internal static class AllowedWords
{
    /// <summary>The sentences of all of them, one after the other.</summary>
    public static string Allowed(this IStringLocalizer<Text> texts, string scopes) =>
        string.Join(" · ", Scopes.ToTell(scopes).Prepend(Scopes.OpenId).Select(scope => texts["scope." + scope].Value));
}
