using Microsoft.AspNetCore.Mvc;

namespace LinkCode.Server.Accounts;

/// <summary>The address to go on to after signing in: below this site, or nowhere.</summary>
internal static class LocalPath
{
    public const int Longest = 2000;

    public static string? Read(IUrlHelper url, string? next) => next?.Length <= Longest && url.IsLocalUrl(next) ? next : null;
}
