namespace LinkCode.Device;

/// <summary>Why something did not work, for four readers: the program, the person, the developer, and whoever wants to read on.</summary>
/// <param name="Code">A stable word for programs: one of RFC 6749 section 5.2 and RFC 8628 section 3.5, or one of this library's (see docs).</param>
/// <param name="Sentence">What happened, in a plain English sentence that can be shown to a person.</param>
/// <param name="NextStep">What the person can do now, in one sentence.</param>
/// <param name="Hint">What the server or the system said, for developers; null if nothing. Not for screens.</param>
/// <param name="HelpAddress">A page that explains it (<c>error_uri</c>); null if the server gave none.</param>
public sealed record LinkFailure(string Code, string Sentence, string NextStep, string? Hint = null, string? HelpAddress = null)
{
    internal static LinkFailure Network(string? hint) =>
        new("network", "The server cannot be reached.", "Check the network connection and try again.", hint);

    internal static LinkFailure NoDeviceFlow(string? hint) =>
        new("no_device_flow", "This server does not link devices.", "Check the server's address.", hint);

    internal static LinkFailure IssuerMismatch(string? hint) =>
        new("issuer_mismatch", "The server calls itself by another name than expected.", "Check the server's address.", hint);

    internal static LinkFailure Insecure(string? hint) =>
        new("insecure_address", "The server's address is not protected (no https).", "Use the server's https address.", hint);

    internal static LinkFailure BadAnswer(string? hint) =>
        new("bad_answer", "The server gave an answer that makes no sense here.", "Try again later. If it stays so, tell the maker of this app.", hint);

    internal static LinkFailure LinkLost(string? hint) =>
        new("link_lost", "This device is no longer linked to the account.", "Link it again.", hint);

    internal static LinkFailure Denied() =>
        new("access_denied", "The link was declined.", "If that was a mistake, start again for a new code.");

    internal static LinkFailure Expired() =>
        new("expired_token", "The code ran out before it was used.", "Start again for a new code.");

    internal static LinkFailure From(Reply reply)
    {
        var hint = $"{reply.Error}: {reply["error_description"]} (HTTP {reply.Status})";
        var failure = reply.Error switch
        {
            "access_denied" or "authorization_declined" => Denied(),
            "expired_token" or "token_expired" or "code_expired" => Expired(),
            "invalid_client" or "unauthorized_client" or "invalid_scope" or "unsupported_grant_type" or "device_flow_disabled" => new(
                reply.Error, "This app is not set up to link devices here.", "Tell the maker of this app."),
            "invalid_grant" => new(
                reply.Error, "The code was used already or taken back.", "Start again for a new code."),
            "invalid_request" => new(
                reply.Error, "The server did not understand this app.", "Update this app, or tell its maker."),
            { } other => new(other, "The server refused to link this device.", "Try again later. If it stays so, tell the maker of this app."),
            null => BadAnswer(null),
        };
        return failure with { Hint = hint, HelpAddress = reply["error_uri"] };
    }
}
