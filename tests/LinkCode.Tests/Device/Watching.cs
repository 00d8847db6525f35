using LinkCode.Device;

namespace LinkCode.Tests.Device;

/// <summary>Short words for what many tests do.</summary>
internal static class Watching
{
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<List<LinkEvent>> AllAsync(this LinkClient client, PendingLink? resume = null)
    {
        var events = new List<LinkEvent>();
        await foreach (var happened in client.WatchAsync(resume, Stop))
        {
            events.Add(happened);
        }

        return events;
    }
}
