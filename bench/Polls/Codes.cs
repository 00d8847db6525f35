using System.Text;
using System.Text.Json;

namespace LinkCode.Bench.Polls;

/// <summary>Asks the server for live codes and prepares the bytes of one poll for each.</summary>
internal static class Codes
{
    public static async Task<byte[][]> AskAsync(Uri address, int count)
    {
        using var http = new HttpClient { BaseAddress = address };
        var polls = new byte[count][];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellation) =>
        {
            using var form = new FormUrlEncodedContent([new("client_id", "demo-tv")]);
            using var answer = await http.PostAsync("/oauth/device", form, cancellation);
            answer.EnsureSuccessStatusCode();
            using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            polls[i] = Poll(address, json.RootElement.GetProperty("device_code").GetString()!);
        });
        return polls;
    }

    private static byte[] Poll(Uri address, string deviceCode)
    {
        var body = $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id=demo-tv&device_code={deviceCode}";
        return Encoding.ASCII.GetBytes(
            $"POST /oauth/token HTTP/1.1\r\nHost: localhost:{address.Port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
