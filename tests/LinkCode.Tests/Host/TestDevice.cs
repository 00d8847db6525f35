using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LinkCode.Tests.Host;

/// <summary>A device as RFC 8628 draws it, one plain request at a time.</summary>
public sealed class TestDevice(HttpClient http, string clientId = "demo-tv")
{
    public const string Grant = "urn:ietf:params:oauth:grant-type:device_code";

    public string DeviceCode { get; private set; } = "";

    public string UserCode { get; private set; } = "";

    public string? Verifier { get; private set; }

    public string RefreshToken { get; private set; } = "";

    public string AccessToken { get; private set; } = "";

    public JsonElement Start { get; private set; }

    /// <summary>Asks for codes.</summary>
    public async Task<TestDevice> AskAsync(bool pkce = false, params (string Name, string Value)[] more)
    {
        var form = Form([("client_id", clientId), .. more]);
        if (pkce)
        {
            Verifier = Base64Url(RandomNumberGenerator.GetBytes(32));
            form.Add(new("code_challenge", Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))));
            form.Add(new("code_challenge_method", "S256"));
        }

        using var answer = await http.PostAsync("/oauth/device", new FormUrlEncodedContent(form));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        Start = JsonDocument.Parse(body).RootElement;
        DeviceCode = Start.GetProperty("device_code").GetString()!;
        UserCode = Start.GetProperty("user_code").GetString()!;
        return this;
    }

    /// <summary>Goes on with the code of another, over its own connection.</summary>
    public TestDevice WithCodeOf(TestDevice other)
    {
        (DeviceCode, UserCode, Verifier) = (other.DeviceCode, other.UserCode, other.Verifier);
        return this;
    }

    /// <summary>The same device, asking at another address.</summary>
    public TestDevice At(HttpClient elsewhere) => new(elsewhere, clientId) { DeviceCode = DeviceCode, UserCode = UserCode, Verifier = Verifier, RefreshToken = RefreshToken, AccessToken = AccessToken };

    /// <summary>Polls once.</summary>
    public async Task<Answer> PollAsync(string? asApp = null, string? verifier = null, string? prefer = null, string? origin = null)
    {
        var form = Form([("grant_type", Grant), ("client_id", asApp ?? clientId), ("device_code", DeviceCode)]);
        if ((verifier ?? Verifier) is { } proof)
        {
            form.Add(new("code_verifier", proof));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent(form) };
        if (prefer is not null)
        {
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return Keep(await SendAsync(request));
    }

    /// <summary>Refreshes with the last, or a given, refresh token.</summary>
    public async Task<Answer> RefreshAsync(string? token = null) =>
        Keep(await PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("client_id", clientId), ("refresh_token", token ?? RefreshToken)));

    public async Task<Answer> UserInfoAsync(string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth/userinfo");
        request.Headers.Authorization = new("Bearer", token ?? AccessToken);
        return await SendAsync(request);
    }

    /// <summary>Posts any form as this app.</summary>
    public async Task<Answer> PostAsync(string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(Form(form)) };
        return await SendAsync(request);
    }

    public static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static List<KeyValuePair<string, string>> Form((string Name, string Value)[] fields) => [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))];

    private Answer Keep(Answer answer)
    {
        if (answer.Status == HttpStatusCode.OK)
        {
            AccessToken = answer.Text("access_token") ?? AccessToken;
            RefreshToken = answer.Text("refresh_token") ?? RefreshToken;
        }

        return answer;
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Error => Text("error");

    public string? Text(string member) =>
        Body.StartsWith('{') && JsonDocument.Parse(Body).RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;
}
