using CsCheck;
using LinkCode.Server.Codes;

namespace LinkCode.Tests.Codes;

/// <summary>What people type and paste, and what becomes of it.</summary>
public sealed class ReadingACode
{
    [Theory]
    [InlineData("WDJB-MJHT")]
    [InlineData("wdjbmjht")]
    [InlineData("  WdJb mJhT  ")]
    [InlineData("W D J B - M J H T")]
    [InlineData("W.D.J.B.M.J.H.T")]
    [InlineData("WDJB\u2010MJHT")]
    [InlineData("WDJB\u2011MJHT")]
    [InlineData("WDJB\u2013MJHT")]
    [InlineData("WDJB\u2014MJHT")]
    [InlineData("WDJB\u2212MJHT")]
    [InlineData("WDJB\uFF0DMJHT")]
    [InlineData("WDJB_MJHT")]
    [InlineData("WD\u200BJB\u200D-MJ\uFEFFHT")]
    [InlineData("\u202AWDJB-MJHT\u202C")]
    [InlineData("ＷＤＪＢ－ＭＪＨＴ")]
    [InlineData("ｗｄｊｂｍｊｈｔ")]
    [InlineData("Your code is WDJB-MJHT")]
    [InlineData("Type wdjb-mjht, please.")]
    [InlineData("https://link.example.org/link?user_code=WDJB-MJHT")]
    [InlineData("https://link.example.org/link?from=tv&user_code=wdjbmjht#top")]
    public void N41_N42_N43_is_found_however_it_is_written(string typed) => Assert.Equal("WDJB-MJHT", Read(typed).Grouped);

    [Theory]
    [InlineData("123456789")]
    [InlineData("123 456 789")]
    [InlineData("123-456-789")]
    [InlineData("１２３４５６７８９")]
    [InlineData("The number is 123 456 789.")]
    public void Is_found_in_digits_too(string typed) => Assert.Equal("123 456 789", Read(typed).Grouped);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("WDJB")]
    [InlineData("WDJB-MJH")]
    [InlineData("WDJA-MJHT")]
    [InlineData("WDJ1-MJHT")]
    [InlineData("12345678")]
    [InlineData("WDJB-MJHT-BCDF-G")]
    [InlineData("WDJB-MJHT or KRTV-QPXN")]
    [InlineData("ẂDJB-MJHT")]
    [InlineData("\ud800WDJBMJHT")]
    [InlineData("\ufffe")]
    [InlineData("WDJB\ufffeMJHT")]
    [InlineData("<script>alert(1)</script>")]
    public void Is_refused_when_it_is_none(string? typed) => Assert.False(UserCode.TryRead(typed, out _));

    [Fact]
    public void Case_77_is_refused_at_once_when_it_is_endless() => Assert.False(UserCode.TryRead(new string('B', 6000), out _));

    [Theory]
    [InlineData("WDJA-M1HT", "A", "1")]
    [InlineData("wdjo-mjht", "O")]
    [InlineData("ＷＤＪＡ", "A")]
    [InlineData("WDJB")]
    [InlineData("12345")]
    [InlineData("")]
    [InlineData("AEIOU123", "A", "E", "I")]
    public void The_letters_no_code_has_are_named(string typed, params string[] expected) => Assert.Equal(expected, UserCode.OtherLetters(typed));

    [Fact]
    public void Never_shows_itself_in_a_log() => Assert.DoesNotContain("WDJB", Read("WDJB-MJHT").ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_code_that_is_made_is_read_back_from_the_way_it_is_shown() =>
        Gen.Select(Gen.Int[8, 12], Gen.Bool, Gen.String[Gen.Char[" -.\u2013\u200B"], 0, 3], Gen.Bool).Sample((length, digits, noise, lower) =>
        {
            var code = UserCode.Create(digits ? Math.Max(9, length) : length, digits);
            var shown = noise + string.Join(noise, code.Grouped.AsEnumerable()) + noise;
            return UserCode.TryRead(lower ? shown.ToLowerInvariant() : shown, out var read) && read.Value == code.Value;
        });

    [Fact]
    public void Anything_at_all_is_either_read_or_refused() =>
        Gen.String[0, 300].Sample(typed =>
        {
            var isCode = UserCode.TryRead(typed, out var code);
            return !isCode || code.Value.Length is >= 8 and <= 12;
        });

    private static UserCode Read(string typed)
    {
        Assert.True(UserCode.TryRead(typed, out var code), "Not read: " + typed);
        return code;
    }
}
