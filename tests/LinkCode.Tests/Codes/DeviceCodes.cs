using System.Buffers.Text;
using System.Text;
using CsCheck;
using LinkCode.Server.Codes;
using LinkCode.Server.Platform.Keys;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes;

/// <summary>The device code is a capability: nobody can make one, or make one of another (N14, N36).</summary>
public sealed class DeviceCodes(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private CodeKeys Keys => fixture.Server.Services.GetRequiredService<CodeKeys>();

    [Fact]
    public async Task N12_N13_N36_a_device_gets_its_codes_with_lifetime_and_interval()
    {
        using var http = fixture.Server.Program();
        var start = (await new TestDevice(http).AskAsync()).Start;
        var code = start.GetProperty("device_code").GetString()!;
        Assert.StartsWith(DeviceCode.Prefix, code, StringComparison.Ordinal);
        Assert.Equal(DeviceCode.Length, code.Length);
        Assert.True(start.GetProperty("expires_in").GetInt32() == 600 && start.GetProperty("interval").GetInt32() == 5);
        Assert.Equal(start.GetProperty("verification_uri").GetString(), start.GetProperty("verification_url").GetString());
        Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$", start.GetProperty("user_code").GetString()!);
    }

    [Fact]
    public void N36_a_code_says_what_went_into_it() => Gen.Select(Gen.Guid, Gen.Guid, Gen.UInt).Sample((id, app, seconds) =>
    {
        var made = new DeviceCode(id, DateTimeOffset.FromUnixTimeSeconds(seconds), DeviceCode.MarkOf(app));
        return DeviceCode.TryRead(made.Reveal(Keys), Keys, out var read) && read == made && !made.ToString().Contains(made.Reveal(Keys), StringComparison.Ordinal);
    });

    [Fact]
    public void N36_a_code_with_any_bit_changed_is_refused() => Gen.Select(Gen.Guid, Gen.Int[0, 41], Gen.Int[0, 7]).Sample((id, at, bit) =>
    {
        var code = Some(id).Reveal(Keys);
        var bytes = Base64Url.DecodeFromChars(code.AsSpan(DeviceCode.Prefix.Length));
        Assert.Equal(42, bytes.Length);
        bytes[at] ^= (byte)(1 << bit);
        return !DeviceCode.TryRead(DeviceCode.Prefix + Base64Url.EncodeToString(bytes), Keys, out _);
    });

    [Fact]
    public void N36_no_other_text_is_read_as_a_code() => Gen.Select(Gen.Guid, Gen.Int[0, DeviceCode.Length - 1], Gen.Char).Sample((id, at, letter) =>
    {
        var code = Some(id).Reveal(Keys);
        var changed = code[..at] + letter + code[(at + 1)..];
        return DeviceCode.TryRead(changed, Keys, out _) == (changed == code)
            && !DeviceCode.TryRead(code[..at], Keys, out _)
            && !DeviceCode.TryRead(code + letter, Keys, out _)
            && !DeviceCode.TryRead(" " + code, Keys, out _);
    });

    [Fact]
    public void N36_the_database_alone_cannot_forge_one()
    {
        var code = Some(Guid.NewGuid());
        var elsewhere = Directory.CreateTempSubdirectory("linkcode-test-");
        try
        {
            Assert.False(DeviceCode.TryRead(code.Reveal(OtherKeys(elsewhere.FullName)), Keys, out _));
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public void N36_nothing_of_any_length_breaks_the_reader() =>
        Gen.Byte.Array[0, 200].Sample(bytes => !DeviceCode.TryRead(bytes, Keys, out _) && !DeviceCode.TryRead(Encoding.Latin1.GetString(bytes), Keys, out _));

    private static CodeKeys OtherKeys(string folder)
    {
        var site = Microsoft.Extensions.Options.Options.Create(new LinkCode.Server.Platform.SiteOptions { DataFolder = folder });
        return new CodeKeys(ActivatorUtilities.CreateInstance<KeyFolder>(new ServiceCollection()
            .AddSingleton(site).AddSingleton<KeySecret>().AddLogging().BuildServiceProvider()));
    }

    private static DeviceCode Some(Guid id) => new(id, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), 7);
}
