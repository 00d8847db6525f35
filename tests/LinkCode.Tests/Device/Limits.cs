using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>Numbers that make no sense are refused where they are given.</summary>
public sealed class Limits
{
    private readonly LinkClientOptions options = new("https://foreign.example", "app");

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public void A_wait_may_be_as_long_as_this(int seconds)
    {
        options.LongWait = TimeSpan.FromSeconds(seconds);
        Assert.Equal(TimeSpan.FromSeconds(seconds), options.LongWait);
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(25.001)]
    [InlineData(30)]
    public void A_wait_that_is_negative_or_too_long_is_refused(double seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => options.LongWait = TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(3_600_001)]
    public void An_answer_needs_some_time_and_not_for_ever(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => options.RequestTimeout = TimeSpan.FromMilliseconds(milliseconds));
}
