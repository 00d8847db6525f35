using System.Globalization;

namespace LinkCode.Device;

/// <summary>What a console says to each event, for people and for programs.</summary>
internal static class ConsoleWords
{
    /// <summary>A sentence, or null where there is nothing to say.</summary>
    public static string? Sentence(LinkEvent happened) => happened switch
    {
        LinkEvent.Claimed { Confirm: { } number } => $"Somebody has entered the code. If the page asks for a number, it is {PromptText.Clean(number)}.",
        LinkEvent.Claimed => "Somebody has entered the code and is looking at the question.",
        LinkEvent.WaitingForGuardian => "Waiting for a parent or guardian to agree.",
        LinkEvent.NetworkTrouble trouble => string.Format(
            CultureInfo.InvariantCulture, "The server cannot be reached. Trying again in {0:0} seconds.", Math.Ceiling(trouble.RetryIn.TotalSeconds)),
        LinkEvent.Linked => "This device is linked.",
        LinkEvent.Denied => Sentence(LinkFailure.Denied()),
        LinkEvent.Expired => Sentence(LinkFailure.Expired()),
        LinkEvent.Failed failed => Sentence(failed.Failure),
        _ => null,
    };

    public static string Json(LinkEvent happened) => happened switch
    {
        LinkEvent.CodeReady ready => Code("code_ready", ready.Prompt, null),
        LinkEvent.CodeRenewed renewed => Code("code_renewed", renewed.Prompt, renewed.Renewal),
        LinkEvent.Waiting waiting => Event("waiting").Add("expires_in", Seconds(waiting.Remaining)).ToString(),
        LinkEvent.Claimed claimed => Event("claimed").Add("confirm", claimed.Confirm).Add("expires_in", Seconds(claimed.Remaining)).ToString(),
        LinkEvent.WaitingForGuardian waiting => Event("waiting_for_guardian").Add("expires_in", Seconds(waiting.Remaining)).ToString(),
        LinkEvent.NetworkTrouble trouble => Event("network_trouble").Add("retry_in", Seconds(trouble.RetryIn)).Add("reason", trouble.Reason).ToString(),
        LinkEvent.Linked linked => Event("linked").Add("scope", linked.Session.Scope).ToString(),
        LinkEvent.Denied => Failure("denied", LinkFailure.Denied()),
        LinkEvent.Expired => Failure("expired", LinkFailure.Expired()),
        LinkEvent.Failed failed => Failure("failed", failed.Failure),
        _ => throw new InvalidOperationException("An event has no arm here."),
    };

    private static string Sentence(LinkFailure failure) => failure.Sentence + " " + failure.NextStep;

    private static string Code(string name, LinkPrompt prompt, int? renewal) => Event(name)
        .Add("user_code", prompt.Code)
        .Add("verification_uri", prompt.Address)
        .Add("verification_uri_complete", prompt.CompleteAddress)
        .Add("expires_in", Seconds(prompt.Lifetime))
        .Add("renewal", renewal)
        .ToString();

    private static string Failure(string name, LinkFailure failure) => Event(name)
        .Add("error", failure.Code)
        .Add("message", failure.Sentence)
        .Add("next_step", failure.NextStep)
        .Add("hint", failure.Hint)
        .ToString();

    private static JsonText Event(string name) => new JsonText().Add("event", name);

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);
}
