namespace LinkCode.Server.Operator.Doctor;

/// <summary>What happens to tokens after the link.</summary>
internal static class TokenRules
{
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(62);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N45", "RFC 9700 §4.14", "Refreshing rotates; using the old token again is forgiven for a minute without a second family, later it ends the family.", RotationAsync, Turn.First),
        new("N46", "RFC 6749 §6", "A refresh token belongs to its app; narrower scope is granted, wider is not.", BoundAsync),
        new("N47", "RFC 9700 §4.14", "A refresh token dies of inactivity and of age.", PersonRules.Never("takes days")),
        new("N55", "RFC 9700 §2.3", "A token made for somebody else is refused.", AudienceAsync),
        new("N81", "RFC 7009 §2", "Removing a device ends refreshing at once.", RefreshEndsAsync),
        new("N82", "RFC 7009 §2", "Removing a device ends access within seconds where the server is asked.", AccessEndsAsync),
    ];

    private static async Task<Finding> RotationAsync(Patient patient, CancellationToken cancel)
    {
        var (soon, late) = (await LinkAsync(patient, cancel), await LinkAsync(patient, cancel));
        if ((soon.Trouble ?? late.Trouble) is { } trouble)
        {
            return trouble;
        }

        var seen = new Observations();
        var sibling = await ReuseSoonAsync(patient, soon.RefreshToken!, seen, cancel);
        await Task.WhenAll(SiblingAsync(patient, sibling, seen, cancel), ReuseLateAsync(patient, late.RefreshToken!, seen, cancel));
        return seen.Finding;
    }

    /// <summary>Answers a token that came of the same use as the one that went on, if there is such a one.</summary>
    private static async Task<string?> ReuseSoonAsync(Patient patient, string token, Observations seen, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => patient.RefreshAsync(patient.App, token, cancel)));
        var refused = answers.Where(answer => !answer.Ok).ToArray();
        seen.ExpectOurs(refused.Length == 0, $"of 8 uses of one token at the same time {refused.Length} were refused ({refused.FirstOrDefault()})");
        var given = answers.Select(answer => patient.Keep(answer).Text("refresh_token")).OfType<string>().Distinct().ToArray();
        seen.Expect(!given.Contains(token), "refreshing gives the same refresh token again");
        if (given.FirstOrDefault() is { } newest)
        {
            var next = patient.Keep(await patient.RefreshAsync(patient.App, newest, cancel));
            seen.ExpectOurs(next.Ok, $"afterwards the new token is refused ({next})");
        }

        return given.Skip(1).FirstOrDefault();
    }

    /// <summary>Tokens may differ in writing and still be one family; two families show when both live on after the leeway.</summary>
    private static async Task SiblingAsync(Patient patient, string? sibling, Observations seen, CancellationToken cancel)
    {
        if (sibling is null)
        {
            return;
        }

        if (Leeway > patient.Facts.Patience)
        {
            seen.Unseen("whether tokens given for the same use are one family");
            return;
        }

        await patient.WaitAsync(Leeway, cancel);
        var second = patient.Keep(await patient.RefreshAsync(patient.App, sibling, cancel));
        seen.ExpectOurs(second.Refuses("invalid_grant"), $"8 uses of one token began more than one family: a minute later a second one still refreshes ({second})");
    }

    private static async Task ReuseLateAsync(Patient patient, string token, Observations seen, CancellationToken cancel)
    {
        var first = patient.Keep(await patient.RefreshAsync(patient.App, token, cancel));
        if (Leeway > patient.Facts.Patience || first.Text("refresh_token") is not { } newest)
        {
            seen.Unseen($"use after a minute ({first})");
            return;
        }

        await patient.WaitAsync(Leeway, cancel);
        var again = patient.Keep(await patient.RefreshAsync(patient.App, token, cancel));
        seen.Expect(again.Refuses("invalid_grant"), $"the old token {Leeway.TotalSeconds} s later: {again}");
        var family = patient.Keep(await patient.RefreshAsync(patient.App, newest, cancel));
        seen.Expect(family.Refuses("invalid_grant"), $"after that the new token: {family}");
    }

    private static async Task<Finding> BoundAsync(Patient patient, CancellationToken cancel)
    {
        var linked = await LinkAsync(patient, cancel);
        if (linked.Trouble is { } trouble)
        {
            return trouble;
        }

        var (seen, token) = (new Observations(), linked.RefreshToken!);
        if (patient.Other is { } other)
        {
            var foreign = await patient.RefreshAsync(other, token, cancel);
            seen.Expect(foreign.Refuses("invalid_grant"), $"another app: {foreign}");
        }
        else
        {
            seen.Unseen("another app: give --other-client");
        }

        var granted = (linked.Answer!.Text("scope") ?? patient.Scope).Split(' ');
        var more = patient.Chart.Scopes.Except(granted).FirstOrDefault() ?? "doctor_wider";
        var wider = patient.Keep(await patient.RefreshAsync(patient.App, token, cancel, ("scope", $"{string.Join(' ', granted)} {more}")));
        var given = wider.Text("scope")?.Split(' ').Contains(more);
        seen.Expect(wider.Refuses("invalid_scope") || (wider.Ok && given == false), $"wider by {more}: {wider}");
        token = wider.Text("refresh_token") ?? token;
        if (granted.Length > 1)
        {
            var narrower = patient.Keep(await patient.RefreshAsync(patient.App, token, cancel, ("scope", granted[0])));
            seen.Expect(narrower.Ok && (narrower.Text("scope") ?? granted[0]) == granted[0], $"narrower: {narrower}");
        }

        seen.Unseen("audiences");
        return seen.Finding;
    }

    /// <summary>The one token of another audience that any app holds is its own ID token.</summary>
    private static async Task<Finding> AudienceAsync(Patient patient, CancellationToken cancel)
    {
        var linked = await patient.LinkAsync(cancel);
        if (linked.Trouble is { } trouble)
        {
            return trouble;
        }

        if (patient.Chart.UserInfo is not { } userInfo || linked.Answer!.Text("id_token") is not { } idToken)
        {
            return new Finding.NotTestable("the server has no userinfo endpoint or gave no ID token");
        }

        var answer = await patient.Wire.GetAsync(userInfo, cancel, ("Authorization", $"Bearer {idToken}"));
        return answer.Status is 401 or 403
            ? new Finding.Held("access tokens of another API")
            : new Finding.Broken($"an ID token at userinfo: {answer}");
    }

    private static async Task<Finding> RefreshEndsAsync(Patient patient, CancellationToken cancel)
    {
        var (trouble, linked, _) = await RemoveAsync(patient, cancel);
        if (trouble is not null)
        {
            return trouble;
        }

        var answer = await patient.RefreshAsync(patient.App, linked.RefreshToken!, cancel);
        return answer.Refuses("invalid_grant")
            ? new Finding.Held("removal on a page, and a disabled account")
            : new Finding.Broken($"refreshing afterwards: {answer}");
    }

    private static async Task<Finding> AccessEndsAsync(Patient patient, CancellationToken cancel)
    {
        var (trouble, linked, revoked) = await RemoveAsync(patient, cancel);
        if (trouble is not null)
        {
            return trouble;
        }

        while (patient.Time.GetElapsedTime(revoked) < Within)
        {
            switch (await patient.LivesAsync(linked.AccessToken, cancel))
            {
                case false:
                    return new Finding.Held("removal on a page, and a disabled account");
                case null:
                    return new Finding.NotTestable("the server has neither userinfo nor introspection for this app");
                default:
                    await patient.WaitAsync(TimeSpan.FromSeconds(0.5), cancel);
                    break;
            }
        }

        return new Finding.Broken($"the access token still works {Within.TotalSeconds} s after its refresh token was revoked");
    }

    private static async Task<(Finding? Trouble, Linked Linked, long At)> RemoveAsync(Patient patient, CancellationToken cancel)
    {
        var linked = await LinkAsync(patient, cancel);
        if (patient.Chart.Revocation is not { } revocation)
        {
            return (new Finding.NotTestable("no revocation endpoint in discovery"), linked, 0);
        }

        if (linked.Trouble is not null)
        {
            return (linked.Trouble, linked, 0);
        }

        var answer = await patient.RevokeAsync(revocation, patient.App, linked.RefreshToken!, cancel);
        return (answer.Ok ? null : new Finding.Broken($"revoking the refresh token: {answer}"), linked, patient.Time.GetTimestamp());
    }

    private static async Task<Linked> LinkAsync(Patient patient, CancellationToken cancel)
    {
        var linked = await patient.LinkAsync(cancel);
        return linked is { Trouble: null, RefreshToken: null }
            ? linked with { Trouble = new Finding.NotTestable("no refresh token was given; ask for one with --scope") }
            : linked;
    }
}
