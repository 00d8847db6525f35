using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>Requests that are not quite as they should be.</summary>
internal static class InputRules
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("N1", "RFC 8628 §3.1", "The device endpoint takes only a POSTed UTF-8 form; anything else is refused as a client's error, never answered 200.", FormOnlyAsync),
        new("N5", "RFC 6749 §3.2", "An empty parameter counts as absent.", EmptyAsync),
        new("N6", "RFC 6749 §3.2", "Unknown parameters are ignored.", UnknownAsync),
        new("N7", "RFC 6749 §3.2", "Any parameter twice is 400 invalid_request.", DuplicateAsync),
        new("N52", "ours", "Forwarded headers of strangers change nothing.", ForwardedAsync),
    ];

    private static async Task<Finding> FormOnlyAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var form = Wire.Encode(patient.StartFields);
        var json = JsonSerializer.Serialize(patient.StartFields.ToDictionary(field => field.Name, field => field.Value));
        await TryAsync("GET", HttpMethod.Get, null, $"?{form}");
        await TryAsync("PUT", HttpMethod.Put, Text(form, FormType));
        await TryAsync("JSON", HttpMethod.Post, Text(json, "application/json"));
        await TryAsync("multipart", HttpMethod.Post, Text(Multipart(patient.StartFields), "multipart/form-data; boundary=doctor"));
        await TryAsync("plain text", HttpMethod.Post, Text(form, "text/plain"));
        await TryAsync("no content type", HttpMethod.Post, new ByteArrayContent(Encoding.ASCII.GetBytes(form)));
        await TryAsync("charset=bogus", HttpMethod.Post, Text(form, FormType + "; charset=bogus"));
        await TryAsync("charset=utf-16", HttpMethod.Post, Text(form, FormType + "; charset=utf-16"));
        await TryAsync("parameters in the address, empty body", HttpMethod.Post, Text("", FormType), $"?{form}");
        await RawAsync(patient, seen, cancel);

        using var proper = Text(form, FormType + "; charset=UTF-8");
        var answer = await patient.Wire.SendAsync(HttpMethod.Post, patient.Chart.Device, proper, patient.App.Headers, cancel);
        seen.Expect(answer.Ok, $"charset=UTF-8, which is right: {answer}");
        return seen.Finding;

        async Task TryAsync(string what, HttpMethod method, HttpContent? content, string query = "")
        {
            using (content)
            {
                var odd = await patient.Wire.SendAsync(method, patient.Chart.Device + query, content, patient.App.Headers, cancel);
                var refused = odd.Status is 400 or 401 or 405 or 415 || (odd.Status is 404 or 501 && method != HttpMethod.Post);
                Action<bool, string> expect = what.StartsWith("charset", StringComparison.Ordinal) ? seen.ExpectOurs : seen.Expect;
                expect(refused, $"{what}: {odd}");
            }
        }
    }

    private static async Task RawAsync(Patient patient, Observations seen, CancellationToken cancel)
    {
        var host = RawWire.HostLine(patient.Chart.Device);
        var form = Encoding.ASCII.GetBytes(Wire.Encode(patient.StartFields));
        byte[] invalid = [.. form, .. "&note="u8, 0xC3, 0x28, 0xFF];
        await TryAsync("bytes that are no UTF-8", [host, .. RawWire.FormLines(invalid)], invalid);
        var escaped = Encoding.ASCII.GetBytes(Wire.Encode(patient.StartFields) + "&note=%C3%28%FF");
        await TryAsync("escaped bytes that are no UTF-8", [host, .. RawWire.FormLines(escaped)], escaped);
        byte[] nul = [.. "client_id="u8, .. Encoding.ASCII.GetBytes(patient.App.Id), .. "%00"u8];
        await TryAsync("a NUL in client_id", [host, .. RawWire.FormLines(nul)], nul);
        await TryAsync("no Host header", RawWire.FormLines(form), form);
        var size = form.Length.ToString("x", CultureInfo.InvariantCulture);
        byte[] chunked = [.. Encoding.ASCII.GetBytes(size), .. "\r\n"u8, .. form, .. "\r\n0\r\n\r\n"u8];
        await TryAsync("Content-Length and Transfer-Encoding together", [host, .. RawWire.FormLines(chunked), "Transfer-Encoding: chunked"], chunked);
        await TryAsync("two different Content-Length", [host, .. RawWire.FormLines(form), "Content-Length: 3"], form);

        async Task TryAsync(string what, string[] headers, byte[] body)
        {
            var answer = await RawWire.PostAsync(
                patient.Chart.Device, [.. headers, .. patient.App.Headers.Select(header => $"{header.Name}: {header.Value}")], body, cancel);
            seen.ExpectOurs(answer.Status is 400 or 401 or 415 or 0, $"{what}: {answer}");
        }
    }

    private static async Task<Finding> EmptyAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var scope = await patient.StartAsync(patient.App, cancel, ("scope", ""));
        seen.Expect(scope.Trouble is null, $"empty scope: {scope.Answer}");
        var client = await patient.Wire.PostAsync(patient.Chart.Device, [("client_id", ""), ("scope", patient.Scope)], cancel);
        seen.Expect(client.Refuses("invalid_request", "invalid_client"), $"empty client_id: {client}");
        var code = await patient.PollAsync(patient.App, "", cancel);
        seen.Expect(code.Refuses("invalid_request"), $"empty device_code: {code}");
        return seen.Finding;
    }

    private static async Task<Finding> UnknownAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        var start = await patient.StartAsync(cancel, ("doctor", "1"), ("display", "lamp"));
        seen.Expect(start.Trouble is null, $"device request: {start.Answer}");
        var poll = await patient.PollAsync(start, cancel, ("doctor", "1"));
        seen.Expect(poll.Refuses("authorization_pending"), $"poll: {poll}");
        return seen.Finding;
    }

    private static async Task<Finding> DuplicateAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        (string Name, string Value)[] request = [("client_id", patient.App.Id), ("scope", "openid"), ("doctor", "1")];
        foreach (var twice in request)
        {
            (string, string)[] rest = [.. patient.StartFields.Where(field => field.Name != twice.Name)];
            var answer = await patient.Wire.PostAsync(patient.Chart.Device, [.. rest, twice, twice], cancel, patient.App.Headers);
            Judge("device request", twice.Name, answer);
        }

        var start = await patient.StartAsync(cancel);
        (string Name, string Value)[] poll = [("client_id", patient.App.Id), ("grant_type", DeviceGrant), ("device_code", start.DeviceCode)];
        foreach (var twice in (IEnumerable<(string Name, string Value)>)[.. poll, ("doctor", "1")])
        {
            (string, string)[] rest = [.. poll.Where(field => field.Name != twice.Name)];
            var answer = await patient.Wire.PostAsync(patient.Chart.Token, [.. rest, twice, twice], cancel, patient.App.Headers);
            Judge("poll", twice.Name, answer);
        }

        return seen.Finding;

        // The standard says both "ignore what you do not know" and "nothing twice"; we take the second as the stronger.
        void Judge(string what, string name, Answer answer)
        {
            Action<bool, string> expect = name == "doctor" ? seen.ExpectOurs : seen.Expect;
            expect(answer is { Status: 400, Error: "invalid_request" }, $"{what}, {name} twice: {answer}");
        }
    }

    private static async Task<Finding> ForwardedAsync(Patient patient, CancellationToken cancel)
    {
        var seen = new Observations();
        (string, string)[] lies =
        [
            ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Prefix", "/evil.example"),
            ("X-Original-Host", "evil.example"), ("Forwarded", "for=192.0.2.1;host=evil.example;proto=gopher"),
        ];
        var start = await patient.Wire.PostAsync(patient.Chart.Device, patient.StartFields, cancel, [.. lies, .. patient.App.Headers]);
        seen.Expect(!Believes(start), "the device answer believes them");
        var document = await patient.Wire.GetAsync($"{patient.Facts.Address.TrimEnd('/')}/.well-known/openid-configuration", cancel, lies);
        seen.Expect(!Believes(document), "the discovery document believes them");
        return seen.Finding;

        static bool Believes(Answer answer) =>
            answer.Body.Contains("evil.example", StringComparison.Ordinal) || answer.Body.Contains("gopher:", StringComparison.Ordinal);
    }

    private static string Multipart(IEnumerable<(string Name, string Value)> fields) =>
        string.Concat(fields.Select(field =>
            $"--doctor\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n")) + "--doctor--\r\n";

    private static ByteArrayContent Text(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
