namespace LinkCode.Server.Devices;

/// <summary>The network something came from, beside the one the reader is on.</summary>
internal sealed record Whereabouts(string Network, string ReadersNetwork)
{
    public bool IsKnown => Network is not ("" or "none");

    public bool IsHere => IsKnown && Network == ReadersNetwork;
}
