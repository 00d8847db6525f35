namespace LinkCode.Tests.Host;

/// <summary>For tests that count commands of the whole process or measure time: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
