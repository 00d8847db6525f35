using System.Net.Http.Headers;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>Plain requests: no redirects followed, no cookies kept, nothing retried, so that a rule sees what the server said.</summary>
internal sealed class Wire : IDisposable
{
    /// <summary>Unusual enough to be found again on a page that shows where a request came from.</summary>
    public const string UserAgent = "DoctorsLamp/7.3";

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    {
        Timeout = TimeSpan.FromSeconds(40),
        DefaultRequestHeaders = { UserAgent = { ProductInfoHeaderValue.Parse(UserAgent) } },
    };

    public Task<Answer> GetAsync(string url, CancellationToken cancel, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, url, null, headers, cancel);

    public async Task<Answer> PostAsync(
        string url, IEnumerable<(string Name, string Value)> fields, CancellationToken cancel, params (string Name, string Value)[] headers)
    {
        using var form = Form(fields);
        return await SendAsync(HttpMethod.Post, url, form, headers, cancel);
    }

    public async Task<Answer> SendAsync(
        HttpMethod method, string url, HttpContent? content, IEnumerable<(string Name, string Value)> headers, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(url)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        return new(
            (int)response.StatusCode,
            response.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(response.Content.Headers)
                .SelectMany(header => header.Value, (header, value) => (header.Key, Value: value))
                .ToLookup(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
            body);
    }

    public static string Encode(IEnumerable<(string Name, string Value)> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));

    public static StringContent Form(IEnumerable<(string Name, string Value)> fields) =>
        new(Encode(fields), new MediaTypeHeaderValue("application/x-www-form-urlencoded"));

    public void Dispose() => client.Dispose();
}
