namespace LinkCode.Tests.Host;

/// <summary>For tests that measure time: nothing else runs beside them in this process.</summary>
[CollectionDefinition(nameof(MeasuresTime), DisableParallelization = true)]
public sealed class MeasuresTime;

/// <summary>For tests that count what the whole process does: nothing else runs in it. On this machine something may.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone : ICollectionFixture<RunsAlone.Begun>
{
    /// <summary>Tells whoever waits for it that most of the machine is free from now on: the gate, which then begins its tests on the other database.</summary>
    public sealed class Begun
    {
        public Begun()
        {
            if (Environment.GetEnvironmentVariable("LINKCODE_WHEN_ALONE") is { } file)
            {
                File.WriteAllText(file, "");
            }
        }
    }
}

/// <summary>For the one that runs alone and fills the machine by itself, when what else the gate does is nearly over.</summary>
[CollectionDefinition(nameof(RunsLast), DisableParallelization = true)]
public sealed class RunsLast;
