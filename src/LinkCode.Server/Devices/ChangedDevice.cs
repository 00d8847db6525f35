namespace LinkCode.Server.Devices;

/// <summary>A device that was just changed, and how a page undoes it: where its form goes, and what its button says there.</summary>
internal sealed record ChangedDevice(DeviceLine Line, string UndoAt, string ButtonName, string ButtonValue);
