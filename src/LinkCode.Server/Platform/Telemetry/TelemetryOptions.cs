using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Platform.Telemetry;

/// <summary>Where measurements go; nowhere unless set. Section <c>LinkCode:Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Telemetry";

    /// <summary>Where metrics and traces are sent by OTLP, for example <c>http://localhost:4317</c>. Default none; the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> does the same.</summary>
    [Url]
    public string? OtlpEndpoint { get; set; }

    /// <summary>The share of requests that are traced once there is somewhere to send it. Default 0.01 (one in a hundred), 0 (no traces) to 1.</summary>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; } = 0.01;

    /// <summary>Whether metrics also count and time every request by its route, waiting polls included, which costs each of them. Default false.</summary>
    public bool Requests { get; set; }

    /// <summary>Megabytes that must be free in the data folder for this server to call itself ready. Default 100, 1 to 1000000.</summary>
    [Range(1, 1_000_000)]
    public int LeastFreeMegabytes { get; set; } = 100;

    /// <summary>The address that tells operators what exactly is not ready, for example <c>http://127.0.0.1:9290</c>. Never one that strangers reach. Default none.</summary>
    [Url]
    public string? ManagementUrl { get; set; }
}
