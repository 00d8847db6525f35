using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LinkCode.Server.Platform.Telemetry;

/// <summary>Sends what the rooms measure to a collector. Without an address nothing of it is even registered.</summary>
internal static class TelemetryDoor
{
    private static readonly string[] Addresses =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (!string.IsNullOrEmpty(options.OtlpEndpoint))
        {
            builder.Configuration[Addresses[0]] = options.OtlpEndpoint;
        }

        if (Addresses.All(name => string.IsNullOrEmpty(builder.Configuration[name])))
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("linkcode", serviceVersion: typeof(TelemetryDoor).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics.AddMeter([.. Meters(options)]).AddOtlpExporter());
        if (options.TraceShare > 0)
        {
            // Strangers send trace ids, too, so theirs do not decide what is traced here.
            telemetry.WithTracing(traces => traces
                .AddSource(Measures.Name, "Npgsql")
                .AddAspNetCoreInstrumentation()
                .SetSampler(new TraceIdRatioBasedSampler(options.TraceShare))
                .AddOtlpExporter());
        }
    }

    private static IEnumerable<string> Meters(TelemetryOptions options) =>
        [Measures.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", .. options.Requests ? ["Microsoft.AspNetCore.Hosting"] : Array.Empty<string>()];
}
