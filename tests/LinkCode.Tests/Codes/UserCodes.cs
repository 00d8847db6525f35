using CsCheck;
using LinkCode.Server.Codes;

namespace LinkCode.Tests.Codes;

/// <summary>The code a person types: how it is made (N14, N44) and what is read as it (N41 to N43).</summary>
public sealed class UserCodes
{
    private const string Code = "WDJBMJHT";

    // The values that a fair draw exceeds once in a million runs, for 19 and for 9 degrees of freedom.
    private const double ChiSquareOfLetters = 62.2;
    private const double ChiSquareOfDigits = 45.1;

    [Fact]
    public void N14_N44_a_hundred_thousand_codes_are_unique_of_the_right_letters_and_uniform_at_every_place()
    {
        // Ten letters, so that two equal ones in 100,000 would be no accident but a fault.
        var codes = Enumerable.Range(0, 100_000).Select(_ => UserCode.Create(10, digits: false).Value).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{10}$", code));
        for (var place = 0; place < 10; place++)
        {
            Assert.InRange(ChiSquare(codes.Select(code => UserCode.Letters.IndexOf(code[place], StringComparison.Ordinal)), UserCode.Letters.Length), 0, ChiSquareOfLetters);
        }
    }

    [Fact]
    public void N14_digits_are_uniform_too()
    {
        var codes = Enumerable.Range(0, 20_000).Select(_ => UserCode.Create(9, digits: true).Value).ToList();
        Assert.All(codes, code => Assert.Matches("^[0-9]{9}$", code));
        for (var place = 0; place < 9; place++)
        {
            Assert.InRange(ChiSquare(codes.Select(code => code[place] - '0'), 10), 0, ChiSquareOfDigits);
        }
    }

    [Theory]
    [InlineData("WDJB-MJHT")]
    [InlineData("wdjb-mjht")]
    [InlineData("WdJb MjHt")]
    [InlineData("  wdjbmjht\r\n")]
    [InlineData("W D J B M J H T")]
    [InlineData("WDJB.MJHT")]
    [InlineData("WDJB_MJHT")]
    [InlineData("WDJB\u2010MJHT")]
    [InlineData("WDJB\u2011MJHT")]
    [InlineData("WDJB\u2013MJHT")]
    [InlineData("WDJB\u2014MJHT")]
    [InlineData("WDJB\u2212MJHT")]
    [InlineData("WDJB\u30FCMJHT")]
    [InlineData("WDJB\uFF0DMJHT")]
    [InlineData("WDJB\u00A0MJHT")]
    [InlineData("WDJB\u3000MJHT")]
    [InlineData("\u200BWDJB\u200B-\u200DMJHT\uFEFF")]
    [InlineData("\u202AWDJB-MJHT\u202C")]
    [InlineData("ＷＤＪＢ－ＭＪＨＴ")]
    [InlineData("ｗｄｊｂｍｊｈｔ")]
    [InlineData("Your code is WDJB-MJHT, enter it within ten minutes.")]
    [InlineData("Go to link.example.org/link and enter code: wdjb-mjht")]
    [InlineData("https://link.example.org/link?user_code=WDJB-MJHT")]
    [InlineData("https://link.example.org/link?a=1&user_code=WDJB%2DMJHT&b=2#top")]
    [InlineData("link.example.org/link?USER_CODE=wdjbmjht")]
    public void N41_N42_N43_what_people_type_and_paste_is_read(string typed)
    {
        Assert.True(UserCode.TryRead(typed, out var code));
        Assert.Equal(Code, code.Value);
    }

    [Theory]
    [InlineData("123456789")]
    [InlineData("123 456 789")]
    [InlineData("123-456-789")]
    [InlineData("１２３４５６７８９")]
    [InlineData("Enter 123 456 789 on the page.")]
    public void N44_digits_for_remote_controls_are_read(string typed)
    {
        Assert.True(UserCode.TryRead(typed, out var code));
        Assert.Equal("123456789", code.Value);
        Assert.Equal("123 456 789", code.Grouped);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("----")]
    [InlineData("WDJB-MJH")]
    [InlineData("WDJB-MJHA")]
    [InlineData("WDJB-MJH1")]
    [InlineData("WDJBMJHTWDJBM")]
    [InlineData("12345678")]
    [InlineData("ＷＤＪＢ")]
    [InlineData("WDJB-MJHT and BCDF-GHJK")]
    [InlineData("\uD800WDJB-MJH")]
    [InlineData("\u0000\u0001")]
    public void N43_nothing_else_is_taken_for_a_code(string? typed) => Assert.False(UserCode.TryRead(typed, out _));

    [Fact]
    public void T77_a_text_of_six_thousand_letters_is_no_code() => Assert.False(UserCode.TryRead(new string('B', 6000), out _));

    [Fact]
    public void N42_every_code_is_read_back_however_it_is_shown() =>
        Gen.Select(Gen.Int[8, 15], Gen.Bool).Sample((length, digits) =>
        {
            var made = UserCode.Create(digits ? Math.Max(9, length) : Math.Min(12, length), digits);
            return UserCode.TryRead(made.Grouped, out var grouped) && grouped.Value == made.Value
                && UserCode.TryRead(made.Grouped.ToLowerInvariant(), out var lower) && lower.Value == made.Value
                && UserCode.TryRead("https://link.example.org/link?user_code=" + Uri.EscapeDataString(made.Grouped), out var address) && address.Value == made.Value
                && !made.ToString().Contains(made.Value, StringComparison.Ordinal);
        });

    [Fact]
    public void N43_no_text_breaks_the_reader() => Gen.String[0, 300].Sample(text =>
    {
        if (UserCode.TryRead(text, out var code))
        {
            Assert.Matches("^([BCDFGHJKLMNPQRSTVWXZ]{8,12}|[0-9]{9,15})$", code.Value);
        }
    });

    [Theory]
    [InlineData(1, false, 8)]
    [InlineData(853, false, 8)]
    [InlineData(854, false, 9)]
    [InlineData(17_066, false, 9)]
    [InlineData(17_067, false, 10)]
    [InlineData(341_333, false, 10)]
    [InlineData(341_334, false, 11)]
    [InlineData(1_000_000, false, 11)]
    [InlineData(1, true, 9)]
    [InlineData(33, true, 9)]
    [InlineData(34, true, 10)]
    [InlineData(333, true, 10)]
    [InlineData(334, true, 11)]
    [InlineData(1_000_000, true, 14)]
    public void E8_the_length_follows_the_odds(int live, bool digits, int letters)
    {
        Assert.Equal(letters, CodeLength.For(live, 300, TimeSpan.FromMinutes(10), digits));
        var guessed = live * 300.0 / Math.Pow(digits ? 10 : 20, letters);
        Assert.True(guessed < 1e-5);
    }

    [Theory]
    [InlineData(284, 30, 8)]
    [InlineData(285, 30, 9)]
    [InlineData(427, 11, 9)]
    [InlineData(853, 1, 8)]
    public void E8_a_code_that_lives_longer_meets_more_guesses(int live, int minutes, int letters) =>
        Assert.Equal(letters, CodeLength.For(live, 300, TimeSpan.FromMinutes(minutes), digits: false));

    private static double ChiSquare(IEnumerable<int> values, int kinds)
    {
        var counts = new int[kinds];
        var all = 0;
        foreach (var value in values)
        {
            counts[value]++;
            all++;
        }

        var expected = (double)all / kinds;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
