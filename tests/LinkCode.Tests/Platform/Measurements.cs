using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Platform;

/// <summary>Listens to the meter of one server, as a collector would.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> all = [];

    public Measurements(TestServer server)
    {
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "LinkCode" && instrument.Meter.Scope == factory)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => all.Enqueue((instrument.Name, value, tags.ToArray())));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => all.Enqueue((instrument.Name, value, tags.ToArray())));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => all.Enqueue((instrument.Name, value, tags.ToArray())));
        listener.Start();
    }

    /// <summary>The names of everything that was measured.</summary>
    public IEnumerable<string> Names => all.Select(one => one.Name).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Every tag that went with a measurement.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Tags => all.SelectMany(one => one.Tags).Distinct();

    public List<double> Of(string name, string? tag = null) =>
        [.. all.Where(one => one.Name == name && (tag is null || one.Tags.Any(has => (string?)has.Value == tag))).Select(one => one.Value)];

    public double Sum(string name, string? tag = null) => Of(name, tag).Sum();

    /// <summary>Reads a gauge now.</summary>
    public double Now(string name)
    {
        listener.RecordObservableInstruments();
        return Of(name)[^1];
    }

    public void Dispose() => listener.Dispose();
}
