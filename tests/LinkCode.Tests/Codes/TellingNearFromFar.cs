using System.Net;
using LinkCode.Server.Codes;
using LinkCode.Server.Platform;

namespace LinkCode.Tests.Codes;

public sealed class TellingNearFromFar
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", "Same")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", "Same")]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:2ff::9", "Same")]
    [InlineData("192.0.2.7", "192.0.2.8", "Other")]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:300::1", "Other")]
    [InlineData("192.0.2.7", "2001:db8::1", "Unknown")]
    [InlineData("2001:db8::1", "192.0.2.7", "Unknown")]
    public void Networks_are_compared_as_homes_have_them(string device, string person, string expected) =>
        Assert.Equal(expected, NearOrFar.Compare(Limits.Network(IPAddress.Parse(device)), Limits.Network(IPAddress.Parse(person))).ToString());

    [Fact]
    public void What_is_not_known_is_called_unknown() => Assert.Equal(Nearness.Unknown, NearOrFar.Compare(Limits.Network(null), Limits.Network(null)));
}
