using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.WebUtilities;
using static LinkCode.Tests.OAuth.AppRequest;

namespace LinkCode.Tests.OAuth;

/// <summary>What this server did not sign, or signed for something else, opens nothing (ASVS 5.0, 9 and 10.4).</summary>
public sealed class ForgedTokens(BrowserApps fixture) : IClassFixture<BrowserApps>
{
    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("a changed person")]
    [InlineData("a changed signature")]
    [InlineData("no algorithm")]
    [InlineData("the public key as a secret")]
    [InlineData("a key that it brings along")]
    [InlineData("a key at an address that it names")]
    public async Task Are_refused_whatever_they_say_of_their_key(string forgery)
    {
        var (fern, tokens) = await SignInAsync();
        var access = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await fern.UserInfoAsync(access)).Status);
        var forged = await ForgeAsync(access, forgery);
        Assert.NotEqual(access, forged);
        Assert.Equal(HttpStatusCode.Unauthorized, (await fern.UserInfoAsync(forged)).Status);
    }

    [Fact]
    public async Task Tokens_for_another_purpose_are_no_access_tokens()
    {
        var (fern, tokens) = await SignInAsync();
        var access = tokens.GetProperty("access_token").GetString()!;
        foreach (var other in new[] { tokens.GetProperty("id_token").GetString()!, tokens.GetProperty("refresh_token").GetString()! })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await fern.UserInfoAsync(other)).Status);
        }

        foreach (var other in new[] { tokens.GetProperty("id_token").GetString()!, access })
        {
            Assert.Equal("invalid_grant", (await fern.PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("client_id", "fern"), ("refresh_token", other))).Error);
        }

        Assert.Equal(Server.Address.AbsoluteUri, Payload(access).GetProperty("aud").GetString());
        Assert.Equal("fern", Payload(tokens.GetProperty("id_token").GetString()!).GetProperty("aud").GetString());
    }

    [Fact]
    public async Task A_code_of_the_browser_is_good_for_a_minute_and_with_its_verifier_alone()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        var fern = new TestDevice(Server.Program(), "fern");
        var code = await CodeAsync(person);
        (string Name, string Value)[] wrong = [.. Exchange(code).Where(field => field.Name != "code_verifier"), ("code_verifier", new string('x', 43))];
        Assert.Equal("invalid_grant", (await fern.PostAsync("/oauth/token", wrong)).Error);
        Assert.NotNull((await fern.PostAsync("/oauth/token", [.. Exchange(await CodeAsync(person)).Where(field => field.Name != "code_verifier")])).Error);
        code = await CodeAsync(person);
        Server.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("invalid_grant", (await AppRequest.RedeemAsync(Server, code)).Error);
    }

    [Theory]
    [InlineData("password")]
    [InlineData("client_credentials")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    public async Task A_grant_that_nobody_needs_is_not_there(string grant)
    {
        var answer = await new TestDevice(Server.Program(), "fern").PostAsync("/oauth/token", ("grant_type", grant), ("client_id", "fern"), ("username", "ana@example.org"), ("password", "a long enough password"));
        Assert.Equal("unsupported_grant_type", answer.Error);
    }

    [Fact]
    public async Task An_app_gets_no_other_grant_than_its_own()
    {
        var answer = await new TestDevice(Server.Program(), "fern").PostAsync("/oauth/device", ("client_id", "fern"));
        Assert.Equal("unauthorized_client", answer.Error);
        using var person = await TestBrowser.SignInAsync(Server);
        await person.LookAsync(Address(("client_id", "demo-tv")));
        Assert.Equal(HttpStatusCode.BadRequest, person.Status);
    }

    private static async Task<string> CodeAsync(TestBrowser person)
    {
        await person.LookAsync(Address(("prompt", "consent")));
        await person.PressAsync("form.pair button[value=yes]");
        return Query(person)["code"]!;
    }

    private async Task<(TestDevice Fern, JsonElement Tokens)> SignInAsync()
    {
        using var person = await TestBrowser.SignInAsync(Server);
        var answer = await AppRequest.RedeemAsync(Server, await CodeAsync(person));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return (new TestDevice(Server.Program(), "fern"), JsonDocument.Parse(answer.Body).RootElement);
    }

    private async Task<string> ForgeAsync(string token, string forgery)
    {
        var parts = token.Split('.');
        var (head, body) = (JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[0])).RootElement, WebEncoders.Base64UrlDecode(parts[1]));
        var kid = head.GetProperty("kid").GetString();
        switch (forgery)
        {
            case "a changed person":
                var changed = Encoding.UTF8.GetString(body).Replace(Payload(token).GetProperty("sub").GetString()!, Guid.CreateVersion7().ToString(), StringComparison.Ordinal);
                return $"{parts[0]}.{Write(Encoding.UTF8.GetBytes(changed))}.{parts[2]}";
            case "a changed signature":
                var signature = WebEncoders.Base64UrlDecode(parts[2]);
                signature[^1] ^= 1;
                return $"{parts[0]}.{parts[1]}.{Write(signature)}";
            case "no algorithm":
                return $"{Head(new { alg = "none", typ = "at+jwt" })}.{parts[1]}.";
            case "the public key as a secret":
                using (var http = Server.Program())
                {
                    var secret = await http.GetByteArrayAsync("/.well-known/jwks");
                    var signed = $"{Head(new { alg = "HS256", typ = "at+jwt", kid })}.{parts[1]}";
                    return $"{signed}.{Write(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
                }

            default:
                using (var own = RSA.Create(2048))
                {
                    var key = own.ExportParameters(false);
                    var jwk = new { kty = "RSA", n = Write(key.Modulus!), e = Write(key.Exponent!), kid = "mine" };
                    var signed = (forgery.Contains("brings", StringComparison.Ordinal)
                        ? Head(new { alg = "RS256", typ = "at+jwt", jwk })
                        : Head(new { alg = "RS256", typ = "at+jwt", kid = "mine", jku = "https://evil.example/jwks" })) + "." + parts[1];
                    return $"{signed}.{Write(own.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
                }
        }
    }

    private static string Head<T>(T head) => Write(JsonSerializer.SerializeToUtf8Bytes(head));

    private static string Write(byte[] bytes) => WebEncoders.Base64UrlEncode(bytes);

    private static JsonElement Payload(string token) => JsonDocument.Parse(WebEncoders.Base64UrlDecode(token.Split('.')[1])).RootElement;
}
