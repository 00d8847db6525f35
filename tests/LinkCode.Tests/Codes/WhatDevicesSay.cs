using LinkCode.Server.Codes;

namespace LinkCode.Tests.Codes;

/// <summary>What a device says of itself is one line that can be seen, whatever it sent (X3, T44, T61).</summary>
public sealed class WhatDevicesSay
{
    [Theory]
    [InlineData("\u3164")]
    [InlineData("\u115f\u1160 \uffa0")]
    [InlineData("\u034f\u17b4\u17b5\u180b\u180e")]
    [InlineData("\ufe0f\ufe00")]
    [InlineData("\U000e0100\U0001d159\u2800")]
    [InlineData("\u200b\u2060\u202e")]
    [InlineData("\u0301\u0301 \u20dd")]
    public void A_name_that_shows_nothing_is_none(string name) => Assert.Equal("", Name(name));

    [Theory]
    [InlineData("Living\u3164room", "Living room")]
    [InlineData("\u2764\ufe0f TV", "\u2764 TV")]
    [InlineData("Ku\u0308che", "Ku\u0308che")]
    [InlineData("\u0e17\u0e35\u0e48\u0e19\u0e31\u0e48\u0e07", "\u0e17\u0e35\u0e48\u0e19\u0e31\u0e48\u0e07")]
    [InlineData("\ud55c\uae00", "\ud55c\uae00")]
    public void A_name_keeps_what_shows(string name, string kept) => Assert.Equal(kept, Name(name));

    [Fact]
    public void Marks_do_not_pile_up_over_the_lines_above() =>
        Assert.Equal("T" + new string('\u0301', 4) + "V", Name("T" + new string('\u0301', 40) + "V"));

    private static string Name(string name) => DeviceFacts.From(name, null, null, null, null, null).Name;
}
