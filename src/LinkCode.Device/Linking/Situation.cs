namespace LinkCode.Device;

/// <summary>What a pending answer said about the person's side (<c>link_status</c> and <c>confirm</c>); servers that know neither say nothing.</summary>
internal sealed record Situation(string? Status, string? Confirm)
{
    public static Situation From(Reply reply) => new(reply["link_status"], reply["confirm"]);

    public LinkEvent Event(TimeSpan remaining) => Status switch
    {
        "claimed" => new LinkEvent.Claimed(Confirm, remaining),
        "waiting_for_guardian" => new LinkEvent.WaitingForGuardian(remaining),
        _ => new LinkEvent.Waiting(remaining),
    };
}
