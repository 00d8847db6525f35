using System.Threading.Channels;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Tells the maker of exports that there is something to do.</summary>
internal sealed class ExportBell(TimeProvider time)
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => bell.Writer.TryWrite(true);

    /// <summary>Waits for the bell, or until it is time to look all the same: another node may have been asked.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(bell.Reader.WaitToReadAsync(stop.Token).AsTask(), Task.Delay(longest, time, stop.Token));
        await stop.CancelAsync();
        bell.Reader.TryRead(out _);
    }
}
