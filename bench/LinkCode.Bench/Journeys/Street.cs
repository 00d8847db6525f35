using System.Diagnostics;
using LinkCode.Bench.Load;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Journeys;

/// <summary>Households on one server, who link devices at the same time.</summary>
internal sealed class Street(Subject subject, IReadOnlyList<Household> homes) : IDisposable
{
    public static async Task<Street> BuildAsync(Subject subject, int count)
    {
        var homes = new List<Household>();
        for (var i = 0; i < count; i++)
        {
            homes.Add(await Household.MoveInAsync(subject, i));
        }

        return new Street(subject, homes);
    }

    /// <summary>The steps of the first household's links, with the medians of the last round.</summary>
    public IEnumerable<(string Step, double Milliseconds)> Steps => homes[0].Stages.Medians;

    /// <summary>So many links at once, for a time.</summary>
    public async Task<LoadResult> LinkAsync(int atOnce, TimeSpan duration)
    {
        var busy = homes.Take(atOnce).ToList();
        await Task.WhenAll(busy.Select(home => home.BeginAsync()));
        var core = new CoreWatch(subject);
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(busy.Select(home => Task.Run(() => home.LinkAsync(watch, duration))));
        return core.Result(new Times(all.SelectMany(home => home.Times)), all.Sum(home => home.Right));
    }

    public void Dispose()
    {
        foreach (var home in homes)
        {
            home.Dispose();
        }
    }
}
