using System.Text.Json;
using Microsoft.Playwright;

namespace LinkCode.BrowserTests.Host;

/// <summary>What keeps passkeys in a person's browser: Chromium's own virtual one, which answers for its owner.</summary>
public sealed class Authenticator
{
    private readonly ICDPSession devtools;
    private readonly string id;

    private Authenticator(ICDPSession devtools, string id) => (this.devtools, this.id) = (devtools, id);

    /// <param name="person">Whose browser it is in.</param>
    /// <param name="isVerified">Whether it recognizes its owner.</param>
    public static async Task<Authenticator> PlugInAsync(Visitor person, bool isVerified = true)
    {
        var devtools = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await devtools.SendAsync("WebAuthn.enable");
        var added = await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = isVerified,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new Authenticator(devtools, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>How many passkeys it keeps.</summary>
    public async Task<int> CountAsync() => (await SendAsync("WebAuthn.getCredentials"))!.Value.GetProperty("credentials").GetArrayLength();

    /// <summary>Whether its owner is there to press it.</summary>
    public Task ComeAsync(bool isThere) => SendAsync("WebAuthn.setAutomaticPresenceSimulation", ("enabled", isThere));

    public Task UnplugAsync() => SendAsync("WebAuthn.removeVirtualAuthenticator");

    private Task<JsonElement?> SendAsync(string method, params (string Name, object Value)[] more)
    {
        var arguments = new Dictionary<string, object> { ["authenticatorId"] = id };
        foreach (var (name, value) in more)
        {
            arguments[name] = value;
        }

        return devtools.SendAsync(method, arguments);
    }
}
