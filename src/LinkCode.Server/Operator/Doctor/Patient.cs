using System.Collections.Concurrent;
using System.Globalization;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>The server under examination, and the few things that every rule does with it.</summary>
internal sealed class Patient
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    private readonly Lock decisionGate = new();
    private readonly ConcurrentBag<string> refreshTokens = [];
    private readonly Lazy<Task<Reviewed>> review;
    private readonly Lazy<Task<Denied>> denied;
    private Task lastDecision = Task.CompletedTask;

    private Patient(PatientFacts facts, Chart chart, Wire wire, TimeProvider time)
    {
        (Facts, Chart, Wire, Time) = (facts, chart, wire, time);
        App = new(facts.Client, facts.Secret);
        Scope = facts.Scope ?? string.Join(' ', chart.Scopes.Intersect(["openid", "offline_access"]));
        denied = new(() => DenyAsync(CancellationToken.None));
        review = new(() => ReviewAsync(CancellationToken.None));
    }

    public static IReadOnlyList<(string Name, string Value)> DeviceFacts { get; } =
    [
        ("device_name", "Doctor's lamp 7f3a"), ("device_type", "tv"), ("device_model", "Lamp 2"), ("app_version", "1.2.3"),
        ("device_id", "b6d7c1b4-0d7e-4c55-9f0e-2f6f1f3b7f3a"), ("ui_locales", "en"),
    ];

    public PatientFacts Facts { get; }

    public Chart Chart { get; }

    public Wire Wire { get; }

    public TimeProvider Time { get; }

    public App App { get; }

    public App? Other => Facts.OtherClient is { } id ? new(id) : null;

    public App? Confidential => Facts.ConfidentialClient is { } id ? new(id, Facts.ConfidentialSecret) : null;

    public string Scope { get; }

    /// <summary>One denied code for all rules, because people are spared requests that they keep denying.</summary>
    public Task<Denied> Denied => denied.Value;

    public (string Name, string Value)[] StartFields => Scope.Length > 0 ? [.. App.Fields, ("scope", Scope)] : App.Fields;

    /// <summary>One approval of a request that carries the device facts, for the rules that look at the page asking for it.</summary>
    public Task<Reviewed> Review => review.Value;

    public bool IsPlainHttp => new Uri(Chart.Device).Scheme == Uri.UriSchemeHttp;

    public static async Task<Meeting> MeetAsync(Wire wire, PatientFacts facts, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            if (await Chart.ReadAsync(wire, facts, cancel) is not { } chart)
            {
                return new Meeting.Unreachable("no discovery document names its endpoints; give --device-endpoint and --token-endpoint.");
            }

            var patient = new Patient(facts, chart, wire, time);
            var first = await patient.StartAsync(cancel);
            return first.Trouble is Finding.NotTestable trouble ? new Meeting.Unreachable(trouble.Why) : new Meeting.Met(patient);
        }
        catch (HttpRequestException e)
        {
            return new Meeting.Unreachable(e.Message);
        }
    }

    public Task WaitAsync(TimeSpan time, CancellationToken cancel) => Task.Delay(time, Time, cancel);

    public Task<LinkStart> StartAsync(CancellationToken cancel, params (string Name, string Value)[] more) =>
        StartAsync(App, cancel, Scope.Length > 0 ? [("scope", Scope), .. more] : more);

    public async Task<LinkStart> StartAsync(App app, CancellationToken cancel, params (string Name, string Value)[] fields)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await Wire.PostAsync(Chart.Device, [.. app.Fields, .. fields], cancel, app.Headers);
            if (answer.Status is not (429 or 503) || attempt == 3)
            {
                return new(answer);
            }

            // A ceiling on issuing is no fault; the server says how long to stay away.
            var seconds = int.TryParse(answer.Header("Retry-After"), CultureInfo.InvariantCulture, out var told) ? told : 5;
            await WaitAsync(TimeSpan.FromSeconds(Math.Min(seconds, 20)), cancel);
        }
    }

    public Task<Answer> TokenAsync(
        App app, IEnumerable<(string Name, string Value)> fields, CancellationToken cancel, params (string Name, string Value)[] headers) =>
        Wire.PostAsync(Chart.Token, [.. app.Fields, .. fields], cancel, [.. app.Headers, .. headers]);

    public Task<Answer> PollAsync(LinkStart start, CancellationToken cancel, params (string Name, string Value)[] more) =>
        PollAsync(App, start.DeviceCode, cancel, more);

    public Task<Answer> PollAsync(App app, string deviceCode, CancellationToken cancel, params (string Name, string Value)[] more) =>
        TokenAsync(app, [("grant_type", DeviceGrant), ("device_code", deviceCode), .. more], cancel);

    public Task<Answer> RefreshAsync(App app, string refreshToken, CancellationToken cancel, params (string Name, string Value)[] more) =>
        TokenAsync(app, [("grant_type", "refresh_token"), ("refresh_token", refreshToken), .. more], cancel);

    /// <summary>Remembers the refresh token of an answer, to give it back at the end.</summary>
    public Answer Keep(Answer tokens)
    {
        if (tokens.Text("refresh_token") is { } refreshToken)
        {
            refreshTokens.Add(refreshToken);
        }

        return tokens;
    }

    /// <summary>Null when decided; otherwise why not.</summary>
    public async Task<Finding?> DecideAsync(Decider? decider, LinkStart start, CancellationToken cancel, string? typed = null)
    {
        if (decider is null)
        {
            return new Finding.NotTestable($"needs an approved code: give --approve (and --deny)");
        }

        var wanted = new DecisionWanted(typed ?? start.UserCode, start.VerificationUri, typed is null ? start.CompleteUri : null);
        var decision = await DecideAsync(decider, wanted, cancel);
        return decision.Done ? null : new Finding.NotTestable($"the deciding command failed ({decision.Said})");
    }

    /// <summary>One at a time: a person has two hands, and the commands may share a browser profile.</summary>
    private async Task<Decision> DecideAsync(Decider decider, DecisionWanted wanted, CancellationToken cancel)
    {
        Task<Decision> mine;
        lock (decisionGate)
        {
            lastDecision = mine = AfterAsync(lastDecision);
        }

        return await mine;

        async Task<Decision> AfterAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return await decider(wanted, cancel);
        }
    }

    private async Task<Denied> DenyAsync(CancellationToken cancel)
    {
        var start = await StartAsync(cancel);
        if ((start.Trouble ?? await DecideAsync(Facts.Deny, start, cancel)) is { } trouble)
        {
            return new(trouble, null, []);
        }

        var foreign = Other is null ? null : await PollAsync(Other, start.DeviceCode, cancel);
        return new(null, foreign, [await PollAsync(start, cancel), await PollAsync(start, cancel), await PollAsync(start, cancel)]);
    }

    private async Task<Reviewed> ReviewAsync(CancellationToken cancel)
    {
        var start = await StartAsync(cancel, [.. DeviceFacts]);
        if (Facts.Approve is not { } approve || start.Trouble is not null)
        {
            return new(start, null);
        }

        var decision = await DecideAsync(approve, new(start.UserCode, start.VerificationUri, start.CompleteUri), cancel);
        Keep(await PollAsync(start, cancel));
        return new(start, decision.ReviewPage);
    }

    /// <summary>Starts, approves and redeems one link.</summary>
    public async Task<Linked> LinkAsync(CancellationToken cancel, params (string Name, string Value)[] more)
    {
        var start = await StartAsync(cancel, more);
        if ((start.Trouble ?? await DecideAsync(Facts.Approve, start, cancel)) is { } trouble)
        {
            return new(start, null, trouble);
        }

        var tokens = Keep(await PollAsync(start, cancel));
        return new(start, tokens, tokens.Ok ? null : new Finding.Broken($"approved, but the device is told {tokens}"));
    }

    /// <summary>Whether an access token works; null when the server has no endpoint to ask.</summary>
    public async Task<bool?> LivesAsync(string accessToken, CancellationToken cancel)
    {
        if (Chart.UserInfo is { } userInfo && Scope.Split(' ').Contains("openid"))
        {
            return (await Wire.GetAsync(userInfo, cancel, ("Authorization", $"Bearer {accessToken}"))).Ok;
        }

        return Chart.Introspection is { } introspection
            ? (await Wire.PostAsync(introspection, [.. App.Fields, ("token", accessToken)], cancel, App.Headers)).Flag("active")
            : null;
    }

    public Task<Answer> RevokeAsync(string revocation, App app, string token, CancellationToken cancel) =>
        Wire.PostAsync(revocation, [.. app.Fields, ("token", token)], cancel, app.Headers);

    /// <summary>Unlinks what the rules linked, so that an examination leaves no devices behind.</summary>
    public async Task LeaveAsync(CancellationToken cancel)
    {
        if (Chart.Revocation is { } revocation)
        {
            foreach (var token in refreshTokens.Distinct())
            {
                await RevokeAsync(revocation, App, token, cancel);
            }
        }
    }
}
