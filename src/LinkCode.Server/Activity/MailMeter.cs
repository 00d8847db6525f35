using System.Diagnostics.Metrics;
using LinkCode.Server.Platform.Telemetry;

namespace LinkCode.Server.Activity;

/// <summary>Measures the outbox: mails sent, put off and given up, and how many wait.</summary>
internal sealed class MailMeter
{
    private readonly Counter<long> sent;
    private readonly Counter<long> failed;
    private readonly ObservableUpDownCounter<int> waiting;
    private int length;

    public MailMeter(IMeterFactory meters)
    {
        var meter = meters.Ours();
        sent = meter.CreateCounter<long>("linkcode.mails.sent", "{mail}", "Mails a mail server took");
        failed = meter.CreateCounter<long>("linkcode.mails.failed", "{mail}", "Tries that failed: put off, or given up");
        waiting = meter.CreateObservableUpDownCounter("linkcode.mails.waiting", () => Volatile.Read(ref length), "{mail}", "Mails in the outbox, as the sender last saw it");
    }

    /// <summary>Whether anybody wants to know the length of the outbox, which is a query.</summary>
    public bool WantsLength => waiting.Enabled;

    public void Sent() => sent.Add(1);

    public void PutOff() => failed.Add(1, KeyValuePair.Create("outcome", (object?)"put_off"));

    public void GivenUp() => failed.Add(1, KeyValuePair.Create("outcome", (object?)"given_up"));

    public void Waiting(int count) => Volatile.Write(ref length, count);
}
