using System.Net;
using System.Text.RegularExpressions;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Journeys;

/// <summary>Goes through the pages of this server: compare the code, review, yes.</summary>
internal sealed partial class OurPerson(Browser browser) : IPerson
{
    private string done = "";

    /// <summary>Where nobody is asked who they are.</summary>
    public static async Task<OurPerson> WalkInAsync(Subject subject) => new(await Browser.OpenAsync(subject.Address, isAwake: true));

    /// <summary>Signs up on the page and follows the link in the mail.</summary>
    public static async Task<OurPerson> SignUpAsync(Subject subject, int number, bool isAwake = false)
    {
        var browser = await Browser.OpenAsync(subject.Address, isAwake);
        var mail = $"person{number}@example.org";
        var form = await browser.GetAsync("/sign-up");
        var begun = await browser.PostAsync("/sign-up", ("check", Check(form)), ("name", $"Person {number}"), ("mail", mail), ("new-password", "a long enough password"));
        Demand(begun.Status == 302, begun);
        var link = await LinkInMailAsync(subject.Folder, mail);
        var confirm = await browser.GetAsync(link);
        var done = await browser.PostAsync("/confirm-address", ("check", Check(confirm)), ("key", Uri.UnescapeDataString(link[(link.IndexOf("key=", StringComparison.Ordinal) + 4)..])));
        Demand(done.Status == 302, done);
        return new OurPerson(browser);
    }

    public async Task<Review> ReadAsync(string userCode, Stages stages)
    {
        var compare = await stages.TimeAsync("page: compare", browser.GetAsync("/link?user_code=" + Uri.EscapeDataString(userCode)));
        var typed = await stages.TimeAsync("claim", browser.PostAsync("/link", ("check", Check(compare)), ("code", userCode), ("how", "scanned"), ("same", "yes")));
        Demand(typed.Status == 302 && typed.Location.Contains("/link/review", StringComparison.Ordinal), typed);
        var review = await stages.TimeAsync("page: review", browser.GetAsync(typed.Location));
        return new Review(typed.Location, Check(review), userCode);
    }

    public async Task<bool> ApproveAsync(Review review, Stages stages)
    {
        var said = await stages.TimeAsync("approve", browser.PostAsync(review.Path, ("check", review.Check), ("answer", "yes")));
        done = said.Location;
        return said.Location.Contains("/link/done/", StringComparison.Ordinal);
    }

    /// <summary>Opens the page that a browser goes on to after the yes.</summary>
    public async Task<bool> SeesDoneAsync() => (await browser.GetAsync(done)).Status == 200;

    public void Dispose() => browser.Dispose();

    private static async Task<string> LinkInMailAsync(string folder, string mail)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var letters = Directory.Exists(Path.Combine(folder, "mail")) ? Directory.GetFiles(Path.Combine(folder, "mail"), "*.eml") : [];
            foreach (var text in letters.Select(File.ReadAllText).Where(text => text.Contains(mail, StringComparison.Ordinal)))
            {
                var plain = SoftBreak().Replace(text, "").Replace("=3D", "=", StringComparison.Ordinal);
                if (Link().Match(plain) is { Success: true } found)
                {
                    return found.Value;
                }
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"No mail came for {mail}.");
    }

    private static string Check(Page page)
    {
        var match = CheckField().Match(page.Html);
        Demand(match.Success, page);
        return WebUtility.HtmlDecode(match.Groups[1].Value);
    }

    private static void Demand(bool isRight, Page page)
    {
        if (!isRight)
        {
            throw new InvalidOperationException($"A page of a link was not the expected one: {page.Status} {page.Location} {page.Html}");
        }
    }

    [GeneratedRegex("name=\"check\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex CheckField();

    [GeneratedRegex("/confirm-address\\?key=[A-Za-z0-9_%.-]+")]
    private static partial Regex Link();

    [GeneratedRegex("=\r?\n")]
    private static partial Regex SoftBreak();
}
