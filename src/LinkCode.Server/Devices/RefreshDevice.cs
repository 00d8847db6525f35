using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Devices;

/// <summary>Answers to <see cref="RefreshDevice"/>.</summary>
internal abstract record RefreshAnswer
{
    private RefreshAnswer()
    {
    }

    /// <summary>New tokens may be made, of this generation.</summary>
    public sealed record Granted(Device Device, int Generation) : RefreshAnswer;

    /// <summary>The device is not linked (any more).</summary>
    public sealed record Gone : RefreshAnswer;

    /// <summary>The token was exchanged too long ago: the device is removed, because somebody else may hold a copy.</summary>
    public sealed record Replayed(Device Device) : RefreshAnswer;
}

/// <summary>
/// Exchanges a refresh token. Tokens carry the generation they were made with, so a family is one line of numbers:
/// of eight at once one moves the line on, seven get the same next number, and nobody begins a second line.
/// </summary>
internal sealed class RefreshDevice(DeviceStore store, LinkCodeDb db, RemoveDevice remove, ReplayLetter letter, DevicesMeter meter, TimeProvider time)
{
    public async Task<RefreshAnswer> RunAsync(Guid deviceId, AppCard app, AccountCard owner, int generation, string network, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (usedAfter, linkedAfter) = (now - app.IdleTime, app.MostTime is { } most ? now - most : DateTimeOffset.MinValue);
        var isRotated = await store.RotateAsync(deviceId, app.Id, generation, now, usedAfter, linkedAfter, network);
        var device = await db.Set<Device>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == deviceId && row.AppId == app.Id, cancellation);
        if (device is null || device.RemovedAt is not null || (!isRotated && (device.LastUsedAt <= usedAfter || device.LinkedAt <= linkedAfter)))
        {
            return new RefreshAnswer.Gone();
        }

        if (isRotated)
        {
            meter.Refreshed(app);
            return new RefreshAnswer.Granted(device, generation + 1);
        }

        if (device.Generation == generation + 1 && device.RotatedAt + LinkTimes.Leeway > now)
        {
            return new RefreshAnswer.Granted(device, device.Generation);
        }

        if (generation >= device.Generation)
        {
            return new RefreshAnswer.Gone();
        }

        await remove.RunAsync(device.Id, device.AccountId, RemovedBy.Replay, network, letter.Prepare(owner, device));
        letter.Send();
        meter.Replayed(app);
        return new RefreshAnswer.Replayed(device);
    }
}
