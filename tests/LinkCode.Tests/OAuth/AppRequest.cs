using System.Security.Cryptography;
using System.Text;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.WebUtilities;

namespace LinkCode.Tests.OAuth;

/// <summary>What an app with a browser asks of the server, and what it hears.</summary>
internal static class AppRequest
{
    private const string Verifier = "0123456789-0123456789-0123456789-0123456789";
    private static readonly string Challenge = TestDevice.Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static string Address(params (string Name, string Value)[] changed)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = "fern",
            ["response_type"] = "code",
            ["redirect_uri"] = BrowserApps.Callback,
            ["scope"] = "openid profile offline_access",
            ["state"] = "a state",
            ["nonce"] = "a nonce",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changed)
        {
            query[name] = value;
        }

        return QueryHelpers.AddQueryString("/oauth/authorize", query);
    }

    /// <summary>What stands in the address the browser was sent back to.</summary>
    public static Dictionary<string, string?> Query(TestBrowser person, string callback = BrowserApps.Callback)
    {
        Assert.StartsWith(callback, person.Place.AbsoluteUri, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(person.Place.Query).ToDictionary(part => part.Key, part => (string?)part.Value.ToString(), StringComparer.Ordinal);
    }

    public static Task<Answer> RedeemAsync(TestServer server, string code, string app = "fern", string callback = BrowserApps.Callback, params (string Name, string Value)[] more) =>
        new TestDevice(server.Program(), app).PostAsync("/oauth/token", [.. Exchange(code, app, callback), .. more]);

    /// <summary>What turns the code into tokens.</summary>
    public static (string Name, string Value)[] Exchange(string code, string app = "fern", string callback = BrowserApps.Callback) =>
        [("grant_type", "authorization_code"), ("client_id", app), ("code", code), ("redirect_uri", callback), ("code_verifier", Verifier)];
}
