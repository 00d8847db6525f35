using Microsoft.AspNetCore.Mvc;

namespace LinkCode.Server.Platform;

/// <summary>The address to go on to after signing in or choosing a language: below this site, or nowhere.</summary>
internal static class LocalPath
{
    public const int Longest = 2000;

    // Addresses are visible ASCII, and a header that held anything else could not be sent.
    public static string? Read(IUrlHelper url, string? next) =>
        next?.Length <= Longest && !next.AsSpan().ContainsAnyExceptInRange('!', '~') && url.IsLocalUrl(next) ? next : null;
}
