namespace LinkCode.Server.Codes;

/// <summary>The device gives up and says so (X6): its code is dead.</summary>
internal sealed class CancelLink(LinkStore store, CodeKeys keys, TimeProvider time)
{
    public async Task<bool> RunAsync(string deviceCode, Guid appId) =>
        DeviceCode.TryRead(deviceCode, keys, out var code) && await store.CancelAsync(code.Id, time.GetUtcNow(), appId);
}
