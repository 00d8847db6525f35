using System.Text.RegularExpressions;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>What the person meets on the way from the code to the decision.</summary>
internal static partial class PersonRules
{
    private const string NeedsReview = "the page that asks for the decision stands behind a sign-in; an approving command may write it to LINKCODE_REVIEW_PAGE";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N18", "RFC 8628 §3.3", "The bare address is enough: go there, sign in, type the code, decide.", BareAddressAsync),
        new("N20", "RFC 8628 §3.3", "A device code never appears in a page or an address.", SecretCodeAsync),
        new("N22", "RFC 8628 §3.3.1", "The complete address shows the code; opening it, even a used one, changes nothing.", CompleteAddressAsync),
        new("N37", "RFC 8628 §5.4", "The page says that a device is getting access.", SaysDeviceAsync),
        new("N38", "RFC 8628 §5.4", "The page that asks for the decision shows the device.", ShowsDeviceAsync),
        new("N62", "ours", "Declining is at least as prominent as approving, and Enter alone does not approve.", DeclineFirstAsync),
        new("N69", "ours", "Nothing is approved within a second of first showing.", Never("needs a sign-in of our own, and a clock at the page")),
        new("N80", "ASVS 5.0", "Signing in gives a new session id.", Never("needs a sign-in of our own")),
    ];

    public static Func<Patient, CancellationToken, Task<Finding>> Never(string why) =>
        (_, _) => Task.FromResult<Finding>(new Finding.NotTestable(why));

    private static async Task<Finding> BareAddressAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        var seen = new Observations();
        var page = await new Visitor(patient.Wire).VisitAsync(start.VerificationUri, cancel);
        seen.Expect(page.Answer.Ok && page.IsHtml, $"{start.VerificationUri} answers {page.Answer} {page.Answer.MediaType}");
        seen.Expect(page.CodeForm is not null || page.AsksPassword, "the page has neither a field for the code nor a sign-in");
        if (patient.Facts.Approve is null)
        {
            seen.Unseen("the way behind the first page: give --approve");
        }
        else
        {
            // Typed by hand: the decider is not given the complete address.
            if (await patient.DecideAsync(patient.Facts.Approve, start, cancel, typed: start.UserCode) is { } undecided)
            {
                return undecided;
            }

            var tokens = patient.Keep(await patient.PollAsync(start, cancel));
            seen.Expect(tokens.Ok, $"typed and approved, but the device is told {tokens}");
        }

        return seen.Finding;
    }

    private static async Task<Finding> SecretCodeAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        if (start.Trouble is { } trouble)
        {
            return trouble;
        }

        var seen = new Observations();
        foreach (var address in new[] { start.VerificationUri, start.CompleteUri }.OfType<string>())
        {
            seen.Expect(!address.Contains(start.DeviceCode, StringComparison.Ordinal), $"it stands in {new Uri(address).AbsolutePath}");
            var page = await new Visitor(patient.Wire).VisitAsync(address, cancel);
            seen.Expect(!page.Answer.Body.Contains(start.DeviceCode, StringComparison.Ordinal), "it stands in the code page");
            seen.Expect(!page.Url.Contains(start.DeviceCode, StringComparison.Ordinal), "it stands in the address of a page");
        }

        var review = await patient.Review;
        seen.Expect(review.Page?.Contains(review.Start.DeviceCode, StringComparison.Ordinal) != true, "it stands in the page that asks");
        seen.Unseen("logs and mails");
        return seen.Finding;
    }

    private static async Task<Finding> CompleteAddressAsync(Patient patient, CancellationToken cancel)
    {
        var start = await patient.StartAsync(cancel);
        if (start.CompleteUri is not { } complete)
        {
            return new Finding.NotOffered("no verification_uri_complete");
        }

        var seen = new Observations();
        var page = await new Visitor(patient.Wire).VisitAsync(complete, cancel);
        seen.Expect(page.Answer.Ok, $"opening it: {page.Answer}");
        seen.Expect(Letters(page.Answer.Body + page.Url).Contains(Letters(start.UserCode), StringComparison.Ordinal), "the page lost the code");
        await patient.Wire.SendAsync(HttpMethod.Head, complete, null, [("User-Agent", "LinkPreview/1.0")], cancel);
        await new Visitor(patient.Wire).VisitAsync(complete, cancel);
        var poll = await patient.PollAsync(start, cancel);
        seen.Expect(poll.Refuses("authorization_pending"), $"after three openings the device is told {poll}");

        var linked = await patient.LinkAsync(cancel);
        if (linked is { Trouble: null, Start.CompleteUri: { } used })
        {
            await new Visitor(patient.Wire).VisitAsync(used, cancel);
            seen.Expect(await patient.LivesAsync(linked.AccessToken, cancel) != false, "opening a used address killed the device's token");
        }
        else
        {
            seen.Unseen("a used address: give --approve");
        }

        return seen.Finding;
    }

    private static async Task<Finding> SaysDeviceAsync(Patient patient, CancellationToken cancel)
    {
        var review = await patient.Review;
        var start = await patient.StartAsync(cancel);
        var html = review.Page ?? (await new Visitor(patient.Wire).VisitAsync(start.VerificationUri, cancel)).Answer.Body;
        return DeviceWord().IsMatch(Markup.Text(html))
            ? new Finding.Held(review.Page is null ? "any page but the first" : null)
            : new Finding.Broken("neither 'device' nor 'TV' is on the page");
    }

    private static async Task<Finding> ShowsDeviceAsync(Patient patient, CancellationToken cancel)
    {
        if ((await patient.Review).Page is not { } page)
        {
            return new Finding.NotTestable(NeedsReview);
        }

        var text = Markup.Text(page);
        var claims = Patient.DeviceFacts.Where(fact => fact.Name is "device_name" or "device_model").Select(fact => fact.Value);
        return claims.Append(Wire.UserAgent).Any(claim => text.Contains(claim, StringComparison.OrdinalIgnoreCase))
            ? new Finding.Held()
            : new Finding.Broken("the page shows nothing that the device said of itself, neither its name nor its User-Agent");
    }

    private static async Task<Finding> DeclineFirstAsync(Patient patient, CancellationToken cancel)
    {
        if ((await patient.Review).Page is not { } page)
        {
            return new Finding.NotTestable(NeedsReview);
        }

        var seen = new Observations();
        var buttons = Markup.Buttons(page);
        var decline = buttons.FirstOrDefault(button => DeclineWord().IsMatch(button.Words));
        var approve = buttons.FirstOrDefault(button => button != decline && ApproveWord().IsMatch(button.Words));
        if (approve is null)
        {
            return new Finding.NotTestable("no button on the page is called anything like approve");
        }

        seen.Expect(decline is not null, "no button declines");
        seen.Expect(!approve.Autofocus, $"'{approve.Words}' has the focus, so Enter alone approves");
        seen.Expect(decline is null || buttons.ToList().IndexOf(decline) < buttons.ToList().IndexOf(approve), $"'{approve.Words}' comes before declining");
        seen.Unseen("size and colour");
        return seen.Finding;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    [GeneratedRegex(@"\b(device|television|tv|console)", RegexOptions.IgnoreCase)]
    private static partial Regex DeviceWord();

    [GeneratedRegex(@"\b(deny|decline|reject|cancel|abort|refuse|don[’']t|do not|no)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DeclineWord();

    [GeneratedRegex(@"\b(approve|allow|confirm|continue|yes|accept|link|authorize|connect|grant)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ApproveWord();
}
