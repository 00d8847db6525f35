using System.Collections.Concurrent;

namespace LinkCode.Tests.Device;

/// <summary>What a foreign server says.</summary>
internal sealed record Answer(int Status, string Body, string Type = "application/json", params (string Name, string Value)[] Headers)
{
    public const int HangUp = 0;

    public static Answer Pending { get; } = Error("authorization_pending");

    public static Answer Tokens { get; } = Json("""{"access_token":"at-1","refresh_token":"rt-1","token_type":"Bearer","expires_in":3600,"scope":"openid"}""");

    public static Answer Lost { get; } = new(HangUp, "");

    public static Answer Json(string body, params (string Name, string Value)[] headers) => new(200, body, "application/json", headers);

    public static Answer Error(string word, params (string Name, string Value)[] headers) => new(400, $$"""{"error":"{{word}}"}""", "application/json", headers);

    public static Answer Form(string body) => new(200, body, "application/x-www-form-urlencoded; charset=utf-8");

    public static Answer Page(int status, string body) => new(status, body, "text/html");

    /// <summary>One answer after the other; the last one again and again.</summary>
    public static Func<Seen, Task<Answer>> Script(params Answer[] answers)
    {
        var left = new ConcurrentQueue<Answer>(answers);
        return _ => Task.FromResult(left.Count > 1 && left.TryDequeue(out var next) ? next : left.First());
    }
}
