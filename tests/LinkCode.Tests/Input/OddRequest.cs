using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LinkCode.Tests.Host;
using LinkCode.Tests.OAuth.Proofs;

namespace LinkCode.Tests.Input;

/// <summary>One request as the bytes of a socket, so that nothing on our side tidies it up.</summary>
public sealed record OddRequest(string Method, string Target, string Headers, byte[] Body, bool IsForMachines)
{
    /// <summary>The bytes to send.</summary>
    public byte[] ToBytes(string host) =>
        [.. Encoding.Latin1.GetBytes($"{Method} {Target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{Headers}\r\n"), .. Body];

    public override string ToString() =>
        $"{Method} {Cut(Target)}\n{Cut(Headers)}\n{Cut(Encoding.Latin1.GetString(Body))} ({Body.Length} bytes)";

    private static string Cut(string text) => text.Length <= 600 ? text : text[..600] + "…";
}

/// <summary>Makes requests that no honest client sends, to any of the given addresses.</summary>
internal static class OddRequests
{
    private static readonly string[] Names =
        ["grant_type", "client_id", "device_code", "code_verifier", "refresh_token", "scope", "token", "code", "redirect_uri", "client_secret", "state", "user_code", "next", "ticket", "email", "password", "check", "size", "format", "handler", "name", "answer", "nonce", "deviceId", "id"];

    private static readonly string[] Values =
        ["", "demo-tv", TestDevice.Grant, "refresh_token", "authorization_code", "password", "openid offline_access", "WDJB-MJHT", "lcd_AAAA", "%00", "%", "%zz", "%ff%fe", "%c0%af", "a%00b", "%ed%a0%80",
         "Again", "yes", "Undo", "javascript:alert(1)", "//evil.example", "'; DROP TABLE LinkRequests; --", "<script>", "%e2%80%ae", "\u00ff\u00fe", "-1", "99999999999999999999"];

    private static readonly Gen<string> Pair = Gen.Select(
        Gen.Frequency((8, Of(Names)), (1, Gen.String[Gen.Char['!', '~'], 0, 30])),
        Gen.Frequency((8, Of(Values)), (2, Gen.String[Gen.Char['\u0001', '\u00ff'], 0, 40])),
        (name, value) => name + "=" + value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));

    private static readonly Gen<byte[]> Body = Gen.Frequency(
        (8, Pair.Array[0, 8].Select(pairs => Latin(string.Join('&', pairs)))),
        (2, Pair.Select(pair => Latin($"{pair}&{pair}&grant_type={TestDevice.Grant}&client_id=demo-tv"))),
        (1, Gen.Int[1000, 3000].Select(count => Latin(string.Join('&', Enumerable.Range(0, count).Select(i => "k" + i.ToString(CultureInfo.InvariantCulture)))))),
        (1, Gen.Int[3000, 9000].Select(length => Latin("user_code=" + new string('B', length)))),
        (1, Gen.Int[9000, 80_000].Select(length => Latin("client_id=demo-tv&scope=" + new string('x', length)))),
        (1, Gen.Int[10, 5000].Select(depth => Latin(new string('[', depth) + new string(']', depth)))),
        (1, Gen.Int[10, 2000].Select(depth => Latin(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)))),
        (2, Gen.Byte.Array[0, 400]),
        (1, Gen.Const(Latin("--x\r\nContent-Disposition: form-data; name=\"client_id\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\ndemo-tv\r\n--x--\r\n"))));

    private static readonly Gen<string> Type = Of(
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=\"", "application/x-www-form-urlencoded; charset=bogus",
        "application/x-www-form-urlencoded; charset=utf-16", "application/json", "application/json; charset=utf-32", "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\"" + new string('b', 300) + "\"",
        "text/plain", "application/octet-stream", "*/*", "", ";;;", "a/b/c", "\u00e9\u00e9", "application/x-www-form-urlencoded, application/json");

    private static readonly Gen<string> Header = Gen.Frequency(
        (20, Of(
            "Authorization: Basic", "Authorization: Basic !!!!", "Authorization: Basic OjpAOg==", "Authorization: Basic ZGVtby10dg==", "Authorization: Basic /////w==", "Authorization: Bearer", "Authorization: Bearer a.b.c",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.", "Authorization: Basic AA==\r\nAuthorization: Basic AA==", "Authorization: Nonsense x", "DPoP: x", "Prefer: wait=-1", "Prefer: wait=999999999999", "Prefer: =,;=;wait==",
            "Origin: null", "Origin: \u00ff", "Accept: text/html", "Accept: text/html", "Accept: */*;q=x", "Accept-Language: \u00e9, *;q=9, ar-!", "Cookie: session=%00; check=x; language=c%3Dzz|uic%3Dzz", "Cookie: =;=;;;\u00ff", "Cookie: session=CfDJ8", "Content-Encoding: gzip",
            "Expect: 100-continue", "X-Forwarded-Proto: https", "X-Forwarded-For: not an address", "X-Forwarded-Host: evil.example", "Sec-Fetch-Site: cross-site", "Range: bytes=9-1", "If-Modified-Since: never", "If-None-Match: \"", "Upgrade: h2c", "TE: trailers", "X-HTTP-Method-Override: DELETE")),
        (4, Of(Proofs()).Select(proof => "DPoP: " + proof)),
        (1, Gen.Int[100, 40_000].Select(length => "X-Long: " + new string('h', length))),
        (1, Gen.Int[10, 150].Select(count => string.Join("\r\n", Enumerable.Range(0, count).Select(i => "X-" + i.ToString(CultureInfo.InvariantCulture) + ": 1")))));

    private static readonly Gen<string> Method = Gen.Frequency(
        (8, Gen.Const("POST")), (4, Gen.Const("GET")), (2, Of("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW", "get", "PROPFIND")));

    /// <summary>Requests to these addresses, and to addresses near them.</summary>
    /// <param name="session">Header lines of somebody who is signed in.</param>
    /// <param name="token">The field without which no form is taken.</param>
    public static Gen<OddRequest> To(IReadOnlyList<string> routes, IReadOnlyList<string> machines, string session = "", string token = "") => Gen.Select(
        Method, Gen.Select(Of([.. routes]), Query, Of("", "", "", "", "/", "/.", "//", "%00", "%2f..", ";x", "%ff")), Type, Header.Array[0, 3], Body, Gen.Int[0, 9],
        (method, target, type, headers, body, framing) =>
        {
            var path = target.Item1 + target.Item3;
            var lines = session + string.Concat(headers.Select(header => header + "\r\n"));
            var isBodiless = method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "get" && framing < 8;
            if (isBodiless)
            {
                return new OddRequest(method, path + target.Item2, lines, [], machines.Contains(path));
            }

            var (frame, framed) = Frame(framing, token.Length == 0 ? body : [.. Latin(token + "&"), .. body]);
            return new OddRequest(method, path + target.Item2, $"{lines}Content-Type: {type}\r\n{frame}", framed, machines.Contains(path));
        });

    private static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static Gen<string> Query => Gen.Frequency(
        (6, Gen.Const("")),
        (3, Pair.Array[1, 4].Select(pairs => "?" + string.Concat(string.Join('&', pairs).Where(letter => letter is > ' ' and < '\u007f')))),
        (1, Gen.Int[1000, 9000].Select(length => "?user_code=" + new string('B', length))));

    // Mostly as it should be; then by pieces, by both ways at once, with a length that is wrong, or none.
    private static (string Frame, byte[] Body) Frame(int framing, byte[] body) => framing switch
    {
        < 5 => ($"Content-Length: {body.Length}\r\n", body),
        5 => ("Transfer-Encoding: chunked\r\n", Chunked(body)),
        6 => ($"Content-Length: {body.Length}\r\nTransfer-Encoding: chunked\r\n", Chunked(body)),
        7 => ("Content-Length: 5\r\nContent-Length: 6\r\n", body),
        8 => ("Transfer-Encoding: chunked\r\n", [.. Latin("ZZ\r\n"), .. body]),
        _ => ("Content-Length: -1\r\n", body),
    };

    // Half characters, blanks and ends where none belong; some of them behind a key that is right.
    private static string[] Proofs()
    {
        using var key = new DeviceKey();
        var head = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = key.Jwk }.ToJsonString();
        var right = key.Prove("POST", new Uri("http://localhost/oauth/token"), DateTimeOffset.UtcNow);
        return
        [
            right, right.Insert(right.Length - 4, "   "), right[..(right.LastIndexOf('.') + 1)], right[..^1], right + "=", right + "\r\nDPoP: " + right,
            key.Sign(head, "{\"jti\":\"\\ud800\"}"), key.Sign("{\"typ\":\"\\ud800\"}", "{}"), key.Sign("{\"\\ud800\":1}", "{}"), key.Sign("[]", "null"), "..", "e30.e30.e30", "e30. .e30",
        ];
    }

    private static byte[] Chunked(byte[] body) =>
        body.Length == 0 ? Latin("0\r\n\r\n") : [.. Latin(body.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. body, .. Latin("\r\n0\r\n\r\n")];

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
