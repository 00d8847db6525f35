using System.Net;
using System.Text.RegularExpressions;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Journeys;

/// <summary>Goes through OpenIddict's verification endpoint: confirm, yes.</summary>
internal sealed partial class OpenIddictPerson(Browser browser) : IPerson
{
    public static async Task<OpenIddictPerson> SignInAsync(Subject subject, int number)
    {
        var browser = await Browser.OpenAsync(subject.Address, isAwake: true);
        await browser.PostAsync("/sign-in", ("mail", $"person{number}@example.org"));
        return new OpenIddictPerson(browser);
    }

    public async Task<Review> ReadAsync(string userCode, Stages stages)
    {
        var page = await stages.TimeAsync("page: confirm", browser.GetAsync("/connect/verify?user_code=" + Uri.EscapeDataString(userCode)));
        var check = Field().Match(page.Html);
        return check.Success
            ? new Review("/connect/verify", WebUtility.HtmlDecode(check.Groups[1].Value), userCode)
            : throw new InvalidOperationException($"The peer did not take the code: {page.Status} {page.Html}");
    }

    public async Task<bool> ApproveAsync(Review review, Stages stages) =>
        (await stages.TimeAsync("approve", browser.PostAsync(review.Path, ("user_code", review.UserCode), ("__RequestVerificationToken", review.Check)))).Status == 302;

    public void Dispose() => browser.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Field();
}
