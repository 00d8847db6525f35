using LinkCode.Server.OAuth.Proofs;
using LinkCode.Tests.Host;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>Nonces (RFC 9449 §8) make up for clocks that are wrong.</summary>
public sealed class NoncesOfProofs(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData(-3600)]
    [InlineData(-62)]
    [InlineData(62)]
    [InlineData(3600)]
    public async Task X2_a_device_whose_clock_is_off_is_given_a_nonce_and_goes_on(int seconds)
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        var refused = await device.PollAsync([Proof(device, seconds)]);
        Assert.Equal("use_dpop_nonce", refused.Error);
        Assert.EndsWith("/errors/use_dpop_nonce", refused.Text("error_uri"), StringComparison.Ordinal);
        var nonce = refused.Headers["DPoP-Nonce"];
        var pending = await device.PollAsync([Proof(device, seconds, nonce)]);
        Assert.Equal("authorization_pending", pending.Error);

        // Each answer brings the next one, so that a device is not sent back every few minutes.
        Server.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("authorization_pending", (await device.PollAsync([Proof(device, seconds, pending.Headers["DPoP-Nonce"])])).Error);
        Server.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("use_dpop_nonce", (await device.PollAsync([Proof(device, seconds, nonce)])).Error);
    }

    [Fact]
    public async Task X2_a_proof_with_a_nonce_counts_once_too()
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        var nonce = (await device.PollAsync([Proof(device, 3600)])).Headers["DPoP-Nonce"];
        var proof = Proof(device, 3600, nonce);
        Assert.Equal("authorization_pending", (await device.PollAsync([proof])).Error);
        Server.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([proof])).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("made up")]
    public async Task X2_a_nonce_of_nobodys_does_not_help_even_a_clock_that_is_right(string nonce)
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        Assert.Equal("use_dpop_nonce", (await device.PollAsync([Proof(device, 0, nonce)])).Error);
    }

    [Fact]
    public async Task X2_a_server_may_want_a_nonce_in_every_proof()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:OAuth:ProofNonces"] = "true" });
        using var device = new KeyedDevice(server);
        var refused = await device.StartAsync([device.Prove("/oauth/device")]);
        Assert.Equal("use_dpop_nonce", refused.Error);
        Assert.Null((await device.StartAsync([device.Prove("/oauth/device", nonce: refused.Headers["DPoP-Nonce"])])).Error);
    }

    [Fact]
    public void X2_a_nonce_of_another_server_is_none()
    {
        var nonces = new ProofNonces(Server.Services.GetRequiredService<IDataProtectionProvider>(), Server.Clock);
        Assert.True(nonces.IsFresh(nonces.Create()));
        Assert.False(nonces.IsFresh(new ProofNonces(new EphemeralDataProtectionProvider(), Server.Clock).Create()));
    }

    private string Proof(KeyedDevice device, int seconds, string? nonce = null) =>
        device.Key.Prove("POST", new Uri(Server.Address, "/oauth/token"), Server.Clock.GetUtcNow().AddSeconds(seconds), nonce: nonce);
}
