using LinkCode.Server.Apps;

namespace LinkCode.Server.Devices;

/// <summary>A device as its owner sees it now.</summary>
/// <param name="App">The app it belongs to, or null when that app is gone.</param>
/// <param name="Now">When this was looked at.</param>
internal sealed record DeviceLine(Device Device, AppCard? App, DateTimeOffset Now)
{
    private static readonly TimeSpan New = TimeSpan.FromDays(1);

    public string Icon => (App?.Kind ?? AppKind.Browser).Icon();

    /// <summary>Whether it is signed out only because nobody used it for long.</summary>
    public bool IsIdle => App is not null && Device.RemovedAt is null && Device.LastUsedAt <= Now - App.IdleTime;

    /// <summary>Whether its next refresh would be granted.</summary>
    public bool IsSignedIn => App is not null && Device.RemovedAt is null && !IsIdle;

    /// <summary>Whether it was linked in the last day.</summary>
    public bool IsNew => IsSignedIn && Device.LinkedAt > Now - New;

    /// <summary>Whether it stands on its owner's list, signed in or not.</summary>
    public bool IsListed => Device.RemovedBy is null or RemovedBy.SignOut;

    /// <summary>Whether its removal can still be taken back.</summary>
    public bool CanUndo => Device.RemovedBy is RemovedBy.Person or RemovedBy.Cleared && Device.RemovedAt > Now - RestoreDevice.Window;
}

/// <summary>Looks at devices for a page.</summary>
internal sealed class DeviceLines(AppDirectory apps, TimeProvider time)
{
    public DeviceLine Of(Device device) => new(device, apps.Find(device.AppId), time.GetUtcNow());

    /// <summary>What to ask the list for when somebody looks for a part of a device's or an app's name.</summary>
    public DeviceQuestion Question(Guid accountId, string find) => new(accountId, find, find.Length == 0
        ? []
        : apps.All.Where(app => app.Name.Contains(find, StringComparison.CurrentCultureIgnoreCase)).Select(app => app.Id).ToList());
}
