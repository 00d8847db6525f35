namespace LinkCode.Server.Operator.Doctor;

/// <summary>The answer to a device request.</summary>
internal sealed record LinkStart(Answer Answer)
{
    /// <summary>Why nothing more can be seen, when the server gave no code.</summary>
    public Finding? Trouble => Answer.Ok && DeviceCode.Length > 0 && UserCode.Length > 0 && VerificationUri.Length > 0
        ? null
        : new Finding.NotTestable($"the device request got no code: {Answer}");

    public string DeviceCode => Answer.Text("device_code") ?? "";

    public string UserCode => Answer.Text("user_code") ?? "";

    public string VerificationUri => Answer.Text("verification_uri") ?? "";

    public string? CompleteUri => Answer.Text("verification_uri_complete");

    public TimeSpan Lifetime => TimeSpan.FromSeconds(Answer.Number("expires_in") ?? 0);

    /// <summary>RFC 8628 §3.2: five seconds where the server says nothing.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(Answer.Number("interval") ?? 5);
}

/// <summary>A code that was approved and redeemed, or the reason why there is none.</summary>
internal sealed record Linked(LinkStart Start, Answer? Answer, Finding? Trouble)
{
    public string AccessToken => Answer?.Text("access_token") ?? "";

    public string? RefreshToken => Answer?.Text("refresh_token");
}

/// <summary>A request with device facts, and the page that asked for the decision where the decider kept it.</summary>
internal sealed record Reviewed(LinkStart Start, string? Page);

/// <summary>A code that was denied, then polled by another app and three times by its own.</summary>
internal sealed record Denied(Finding? Trouble, Answer? Foreign, IReadOnlyList<Answer> Own);
