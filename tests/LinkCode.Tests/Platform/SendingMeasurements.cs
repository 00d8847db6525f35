using System.Collections.Concurrent;
using System.Text;
using LinkCode.Tests.Host;
using LinkCode.Tests.Operator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace LinkCode.Tests.Platform;

/// <summary>A collector that is named by OpenTelemetry's own environment variables gets metrics and traces.</summary>
public sealed class SendingMeasurements : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linkcode-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_collector_gets_metrics_and_traces_and_no_code()
    {
        var received = new ConcurrentQueue<(string Path, string Content)>();
        await using var collector = await CollectAsync(received);
        var address = $"http://localhost:{Ports.Next()}";
        await using var server = ServerProcess.Start(
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["LinkCode__Telemetry__TraceShare"] = "1",
                ["LinkCode__DataFolder"] = folder,
            },
            "--environment", "Development", "--urls", address);
        await server.UntilItSaysAsync("is open at");
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var device = await new TestDevice(http).AskAsync();
        await device.PollAsync();
        await http.GetStringAsync("/link?user_code=" + device.UserCode);

        string[] metrics = ["linkcode.codes.issued", "linkcode.codes.live", "linkcode.polls", "linkcode.commit.duration", "app.kind"];
        string[] traces = ["/oauth/device", "commit", "/link", "http.response.status_code"];
        await UntilAsync(() => Array.TrueForAll(metrics, word => Has("/v1/metrics", word)) && Array.TrueForAll(traces, word => Has("/v1/traces", word)));
        foreach (var secret in (string[])[device.DeviceCode, device.UserCode, device.UserCode.Replace("-", "", StringComparison.Ordinal)])
        {
            Assert.DoesNotContain(received, one => one.Content.Contains(secret, StringComparison.Ordinal));
        }

        bool Has(string path, string word) => received.Any(one => one.Path == path && one.Content.Contains(word, StringComparison.Ordinal));
    }

    private static async Task<WebApplication> CollectAsync(ConcurrentQueue<(string Path, string Content)> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{Ports.Next()}");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((context.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
        });
        await app.StartAsync();
        return app;
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        for (var tries = 0; !happened(); tries++)
        {
            Assert.True(tries < 600, "The collector did not get everything within half a minute.");
            await Task.Delay(50);
        }
    }
}
