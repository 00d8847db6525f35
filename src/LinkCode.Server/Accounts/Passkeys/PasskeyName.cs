using LinkCode.Server.Accounts.Browsing;
using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Passkeys;

/// <summary>What a new passkey is called until its owner calls it something else.</summary>
internal static class PasskeyName
{
    /// <summary>The browser it was made in, where that says what it is; else null, and the day it was made stands for it.</summary>
    public static string? Of(HttpRequest request, IStringLocalizer<Text> texts)
    {
        var words = BrowserWords.Read(request.Headers.UserAgent);
        return words == new BrowserWords("", "") ? null : words.Say(texts);
    }
}
