using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LinkCode.Server.Platform.Telemetry;

/// <summary>The names measurements go by. Tags are kinds and outcomes, never ids, codes, addresses or names.</summary>
internal static class Measures
{
    /// <summary>The meter and the source of spans of every room.</summary>
    public const string Name = "LinkCode";

    /// <summary>The tag that says what an app runs on.</summary>
    public const string AppKind = "app.kind";

    /// <summary>Spans of this server inside those of its requests; nothing is made while nobody listens.</summary>
    public static readonly ActivitySource Spans = new(Name);

    /// <summary>Borders, in seconds, for what a disk or a machine does.</summary>
    public static readonly InstrumentAdvice<double> Moments = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };

    /// <summary>Borders, in seconds, for what a person does.</summary>
    public static readonly InstrumentAdvice<double> Minutes = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 3600],
    };

    /// <summary>Borders for how many share something.</summary>
    public static readonly InstrumentAdvice<int> Counts = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256],
    };

    /// <summary>The one meter of this server; the factory that made it ends it.</summary>
    public static Meter Ours(this IMeterFactory meters) => meters.Create(Name);
}
