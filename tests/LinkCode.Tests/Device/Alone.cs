namespace LinkCode.Tests.Device;

/// <summary>Tests that measure tenths of a second run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
