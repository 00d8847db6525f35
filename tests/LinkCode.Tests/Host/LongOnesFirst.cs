using LinkCode.Tests.Host;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongOnesFirst))]

namespace LinkCode.Tests.Host;

/// <summary>Begins with the classes that take longest, so that none of them is left to run alone at the end while a core has nothing to do.</summary>
public sealed class LongOnesFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(Codes.Races.RacesTakeTurns), nameof(Codes.Model.EveryConditionIsNeeded), nameof(Codes.Model.TheStoreBesideItsModel), nameof(Faults.History.RecordedHistory),
        nameof(Device.PackedLibrary), nameof(Operator.BehindAProxy), nameof(Codes.Model.TheEngineBesideItsModel),
        nameof(OAuth.DoctorOnOurselves), nameof(Foreign.ClientsOthersWrote), nameof(OAuth.LinkingWithTheLibrary),
        nameof(Faults.PowerCut.PowerIsCut), nameof(Operator.StartingInProduction),
    ];

    // Its server has a minute to come back, which is little while twenty others start. The other three run alone anyway, in this order.
    private static readonly string[] Last = [nameof(Faults.KilledBeforeTheAnswer), nameof(MeasuresTime), nameof(RunsAlone), nameof(RunsLast)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Long, name => IsOf(collection, name)) is >= 0 and var early ? early : Long.Length + 1 + Array.FindIndex(Last, name => IsOf(collection, name));

    // A class without a collection of its own gives its name to one; the others are named after what their classes share.
    private static bool IsOf<TTestCollection>(TTestCollection collection, string name)
        where TTestCollection : ITestCollection =>
        collection.TestCollectionDisplayName == name || collection.TestCollectionDisplayName.Contains("." + name + " ", StringComparison.Ordinal);
}
