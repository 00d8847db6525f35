using System.Security.Claims;

namespace LinkCode.Server.Platform;

/// <summary>Keeps a language for a person instead of for a browser, filled by the room of accounts.</summary>
internal interface IKeepLanguage
{
    /// <summary>Changes the language of a person who has chosen one for all browsers; does nothing for anybody else.</summary>
    Task KeepAsync(ClaimsPrincipal person, string language, CancellationToken cancellation);
}
