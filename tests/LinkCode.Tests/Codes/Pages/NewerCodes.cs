namespace LinkCode.Tests.Codes.Pages;

/// <summary>A device that asked twice shows its newest code (LP-15).</summary>
public sealed class NewerCodes(LinkSite link) : IClassFixture<LinkSite>
{
    private const string Installation = "6f1f9a52-8f4e-4c0a-9a37-6a8f4f2b1c11";

    [Fact]
    public async Task LP15_the_older_code_of_one_installation_says_that_there_is_a_newer_one_and_the_newer_one_works()
    {
        var person = await link.PersonAsync();
        var (older, newer) = (await link.DeviceAsync(("device_id", Installation)), await link.DeviceAsync(("device_id", Installation)));
        var refused = await LinkSite.TypeAsync(person, older.UserCode);
        Assert.Contains("Your device shows a newer code", refused.Text, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await older.PollAsync()).Error);
        Assert.StartsWith("/link/review", (await LinkSite.TypeAsync(person, newer.UserCode)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LP15_once_the_newer_code_is_over_the_older_one_works_again()
    {
        var person = await link.PersonAsync();
        var (older, newer) = (await link.DeviceAsync(("device_id", Installation + "2")), await link.DeviceAsync(("device_id", Installation + "2")));
        await newer.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", newer.DeviceCode));
        Assert.StartsWith("/link/review", (await LinkSite.TypeAsync(person, older.UserCode)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_that_say_nothing_of_themselves_do_not_replace_each_other()
    {
        var person = await link.PersonAsync();
        var older = await link.DeviceAsync();
        await link.DeviceAsync();
        Assert.StartsWith("/link/review", (await LinkSite.TypeAsync(person, older.UserCode)).Path, StringComparison.Ordinal);
    }
}
