using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>A device that proves its key, one plain request at a time, and never more than a test wants it to.</summary>
public sealed class KeyedDevice(TestServer server, string app = "demo-tv") : IDisposable
{
    private readonly HttpClient http = server.Program();
    private readonly string verifier = TestDevice.Base64Url(RandomNumberGenerator.GetBytes(32));
    private bool isPkce;

    public DeviceKey Key { get; } = new();

    public string DeviceCode { get; private set; } = "";

    public string UserCode { get; private set; } = "";

    public string AccessToken { get; private set; } = "";

    public string RefreshToken { get; private set; } = "";

    /// <summary>A proof for a request to this server, now.</summary>
    public string Prove(string path, string method = "POST", string? token = null, string? nonce = null, DeviceKey? by = null) =>
        (by ?? Key).Prove(method, new Uri(server.Address, path), server.Clock.GetUtcNow(), token, nonce);

    public async Task<KeyedDevice> AskAsync(bool proven = true, bool pkce = true)
    {
        var answer = await StartAsync(proven ? [Prove("/oauth/device")] : [], pkce);
        Assert.True(answer.Text("device_code") is not null, answer.Body);
        return this;
    }

    /// <summary>Asks for codes.</summary>
    public async Task<Answer> StartAsync(string[] proofs, bool pkce = true, params (string Name, string Value)[] more)
    {
        isPkce = pkce;
        (string, string)[] challenge = pkce
            ? [("code_challenge", TestDevice.Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), ("code_challenge_method", "S256")]
            : [];
        var answer = await PostAsync("/oauth/device", proofs, [("client_id", app), .. challenge, .. more]);
        (DeviceCode, UserCode) = (answer.Text("device_code") ?? "", answer.Text("user_code") ?? "");
        return answer;
    }

    /// <summary>Polls with a right proof.</summary>
    public Task<Answer> PollAsync() => PollAsync([Prove("/oauth/token")]);

    /// <summary>Polls with these proofs, or none.</summary>
    public Task<Answer> PollAsync(string[] proofs, string? verifier = null) => PostAsync(
        "/oauth/token",
        proofs,
        [("grant_type", TestDevice.Grant), ("client_id", app), ("device_code", DeviceCode), .. isPkce ? [("code_verifier", verifier ?? this.verifier)] : Array.Empty<(string, string)>()]);

    public Task<Answer> RefreshAsync() => RefreshAsync([Prove("/oauth/token")]);

    public Task<Answer> RefreshAsync(string[] proofs, string? token = null, params (string Name, string Value)[] more) =>
        PostAsync("/oauth/token", proofs, [("grant_type", "refresh_token"), ("client_id", app), ("refresh_token", token ?? RefreshToken), .. more]);

    /// <summary>Reads who the person is.</summary>
    public Task<Answer> UserInfoAsync() => CallAsync("/oauth/userinfo");

    /// <summary>Calls an API with a right proof.</summary>
    public Task<Answer> CallAsync(string path) => CallAsync(path, "DPoP", [Prove(path, "GET", AccessToken)]);

    public async Task<Answer> CallAsync(string path, string scheme, string[] proofs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {AccessToken}");
        return await SendAsync(request, proofs);
    }

    public async Task<Answer> PostAsync(string path, string[] proofs, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        var answer = await SendAsync(request, proofs);
        (AccessToken, RefreshToken) = (answer.Text("access_token") ?? AccessToken, answer.Text("refresh_token") ?? RefreshToken);
        return answer;
    }

    /// <summary>Asks, is approved and has its tokens.</summary>
    public async Task<KeyedDevice> LinkAsync(Person person, bool proven = true)
    {
        await AskAsync(proven);
        await person.LinkAsync(UserCode);
        var answer = proven ? await PollAsync() : await PollAsync([]);
        Assert.True(AccessToken.Length > 0, answer.Body);
        return this;
    }

    public static JsonElement Payload(string token)
    {
        var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '='))).RootElement;
    }

    public void Dispose()
    {
        Key.Dispose();
        http.Dispose();
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request, string[] proofs)
    {
        foreach (var proof in proofs)
        {
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        }

        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}
