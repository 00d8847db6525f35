using System.Security.Cryptography;
using System.Text;
using LinkCode.Server.Codes;
using LinkCode.Tests.Host;
using LinkCode.Tests.OAuth.Proofs;

namespace LinkCode.Tests.Codes;

/// <summary>Polls are answered by a short way before routing and by the full endpoint, and what one of them refuses the other does not take (X1, X2).</summary>
public sealed class PollingByBothWays(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    // The full endpoint reads a charset in quotes like any other; the short way does not look at it.
    private const string Plain = "application/x-www-form-urlencoded";
    private const string Quoted = "application/x-www-form-urlencoded; charset=\"utf-8\"";
    private static readonly byte[] NoChallenge = new byte[32];

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task X2_whoever_knows_the_public_key_of_a_device_cannot_poll_with_what_it_hashes_to()
    {
        using var device = ReadableRaw();
        await device.AskAsync(pkce: false);
        byte[] parts = [.. Thumbprint(device), .. NoChallenge];
        await AssertRefusedAlikeAsync(device.DeviceCode, parts);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Fact]
    public void X2_no_verifier_is_the_origin_of_a_binding()
    {
        using var key = new DeviceKey();
        var thumbprint = System.Buffers.Text.Base64Url.DecodeFromChars(key.Thumbprint);
        var bound = Challenge.From(KeyBinding.Bind(null, thumbprint));
        Assert.False(KeyBinding.Show([.. thumbprint, .. NoChallenge], default).IsOriginOf(bound));
        Assert.True(KeyBinding.Show(default, thumbprint).IsOriginOf(bound));
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a' })]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b' })]
    [InlineData(new byte[] { 0xc3, 0xa9 })]
    public async Task X1_a_verifier_that_is_no_verifier_is_refused_alike(byte[] verifier)
    {
        using var http = Server.Program();
        var device = await new TestDevice(http).AskAsync(more: [("code_challenge", TestDevice.Base64Url(SHA256.HashData(verifier))), ("code_challenge_method", "S256")]);
        await AssertRefusedAlikeAsync(device.DeviceCode, verifier);
    }

    private async Task AssertRefusedAlikeAsync(string deviceCode, byte[] verifier)
    {
        var (full, fast) = (await PollAsync(deviceCode, verifier, Quoted), await PollAsync(deviceCode, verifier, Plain));
        Assert.Equal(full, fast);
        Assert.DoesNotContain("authorization_pending", fast, StringComparison.Ordinal);
        Assert.DoesNotContain("slow_down", fast, StringComparison.Ordinal);
    }

    private async Task<string> PollAsync(string deviceCode, byte[] verifier, string type)
    {
        using var http = Server.Program();
        using var content = new ByteArrayContent([.. Encoding.ASCII.GetBytes($"grant_type={TestDevice.Grant}&client_id=demo-tv&device_code={deviceCode}&code_verifier="), .. verifier]);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await http.PostAsync("/oauth/token", content);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    // A device whose thumbprint, sent as it is, holds nothing that divides or escapes a form.
    private KeyedDevice ReadableRaw()
    {
        while (true)
        {
            var device = new KeyedDevice(Server);
            if (!Thumbprint(device).AsSpan().ContainsAny("&%+="u8))
            {
                return device;
            }

            device.Dispose();
        }
    }

    private static byte[] Thumbprint(KeyedDevice device) => System.Buffers.Text.Base64Url.DecodeFromChars(device.Key.Thumbprint);
}
