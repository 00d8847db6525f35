using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Apps;

/// <summary>The picture and the word of each kind of device.</summary>
internal static class KindWords
{
    /// <summary>The sign's name in <c>Icons.svg</c>.</summary>
    public static string Icon(this AppKind kind) => kind switch
    {
        AppKind.Tv => "television",
        AppKind.Console => "console",
        AppKind.Cli => "command-line",
        AppKind.Iot => "thing",
        AppKind.Agent => "agent",
        AppKind.Browser => "browser",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The noun for sentences: "television".</summary>
    public static string Noun(this IStringLocalizer<Text> texts, AppKind kind) => texts["kind." + kind.Icon()];
}
