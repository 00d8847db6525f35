namespace LinkCode.Tests.Faults.History;

/// <summary>The checker itself: what it has to let pass, and what it has to catch.</summary>
public sealed class LegalHistories
{
    [Fact]
    public void A_link_that_works_is_legal() => Assert.True(Explains("0-1 Poll Pending", "2-3 Claim Yes", "4-5 Poll Pending", "6-7 Approve Yes", "8-9 Poll Tokens"));

    [Fact]
    public void Deeds_at_the_same_time_may_have_happened_in_either_order()
    {
        Assert.True(Explains("0-1 Claim Yes", "4-7 Approve Yes", "5-6 Poll Pending"));
        Assert.True(Explains("0-1 Claim Yes", "4-7 Approve Yes", "5-6 Poll Tokens"));
        Assert.True(Explains("0-1 Claim Yes", "4-7 Approve Yes", "4-7 Cancel Yes", "8-9 Poll Expired"));
    }

    [Fact]
    public void What_nobody_heard_of_may_have_happened_or_not()
    {
        Assert.True(Explains("0-1 Claim Yes", "4-5 Approve Unknown", "6-7 Poll Pending"));
        Assert.True(Explains("0-1 Claim Yes", "4-5 Approve Unknown", "6-7 Poll Tokens"));
        Assert.True(Explains("0-1 Claim Yes", "4-5 Approve Yes", "6-7 Poll Unknown", "8-9 Poll Refused"));
    }

    [Theory]
    [InlineData("0-1 Claim Yes", "4-5 Approve Yes", "6-7 Poll Pending")]
    [InlineData("0-1 Claim Yes", "4-5 Approve Yes", "6-7 Poll Tokens", "8-9 Poll Tokens")]
    [InlineData("0-1 Claim Yes", "4-5 Approve Yes", "6-7 Poll Refused")]
    [InlineData("0-1 Claim Yes", "4-5 Deny Yes", "6-7 Poll Tokens")]
    [InlineData("0-1 Claim Yes", "4-5 Deny Yes", "6-7 Poll Denied", "8-9 Poll Expired")]
    [InlineData("0-1 Cancel Yes", "2-3 Poll Pending")]
    [InlineData("0-1 Claim Yes", "4-5 Approve-1 Yes")]
    [InlineData("0-1 Claim Yes", "4-5 Claim-1 Yes")]
    [InlineData("0-1 Claim Yes", "4-5 Approve No", "6-7 Poll Pending")]
    [InlineData("0-1 Claim Yes", "4-5 Approve Yes", "6-7 Undo Yes", "8-9 Poll Tokens")]
    [InlineData("0-1 Claim No", "2-3 Poll Pending")]
    [InlineData("0-1 Poll Broken")]
    public void What_cannot_have_happened_is_caught(params string[] operations) => Assert.False(Explains(operations));

    [Fact]
    public void Only_a_device_that_proves_itself_is_given_its_tokens_again()
    {
        string[] twice = ["0-1 Claim Yes", "4-5 Approve Yes", "6-7 Poll Tokens", "8-9 Poll Tokens"];
        Assert.True(Explains(provesItself: true, twice));
        Assert.False(Explains(provesItself: false, twice));
        Assert.False(Explains(provesItself: true, "0-1 Claim Yes", "4-5 Approve Yes", "6-7 Poll Unknown", "8-9 Poll Refused"));
    }

    private static bool Explains(params string[] operations) => Explains(provesItself: false, operations);

    // "4-5 Approve-1 Yes": between seconds 4 and 5, worker 1 approved and heard yes; without a number it was worker 0.
    private static bool Explains(bool provesItself, params string[] operations) => LegalHistory.Explains([.. operations.Select(Read)], provesItself);

    private static Operation Read(string text)
    {
        var words = text.Split(' ', '-');
        var who = words.Length == 5 ? int.Parse(words[3], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return new Operation(Enum.Parse<Deed>(words[2]), who, Seconds(words[0]), Seconds(words[1]), Enum.Parse<Outcome>(words[^1]));
    }

    private static TimeSpan Seconds(string number) => TimeSpan.FromSeconds(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
}
