namespace LinkCode.Server.Apps;

/// <summary>The closed list of what an app may ask for. Each has a plain sentence under <c>scope.*</c> in the texts.</summary>
internal static class Scopes
{
    /// <summary>Know who the person is (OpenID Connect Core §3.1.2.1).</summary>
    public const string OpenId = "openid";

    /// <summary>Read the name.</summary>
    public const string Profile = "profile";

    /// <summary>Read the mail address.</summary>
    public const string Email = "email";

    /// <summary>Stay signed in (OpenID Connect Core §11).</summary>
    public const string OfflineAccess = "offline_access";

    /// <summary>See and remove the devices of the account.</summary>
    public const string Devices = "devices";

    public static readonly string[] All = [OpenId, Profile, Email, OfflineAccess, Devices];

    /// <summary>What is worth telling people, in the order they read it; who they are is the account line itself.</summary>
    public static IEnumerable<string> ToTell(string scopes) =>
        All.Where(scope => scope != OpenId).Intersect(scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
