namespace LinkCode.Server.Operator.Doctor;

/// <summary>Runs all rules on one server, the slow ones beside the quick ones.</summary>
internal static class Examination
{
    private const int AtOnce = 12;

    public static async Task<IReadOnlyList<(Rule Rule, Finding Finding)>> RunAsync(Patient patient, CancellationToken cancel)
    {
        var findings = new Dictionary<string, Finding>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(DoctorRules.All.Where(rule => rule.Turn != Turn.Last).OrderByDescending(rule => rule.Turn), options, LookAsync);
        foreach (var rule in DoctorRules.All.Where(rule => rule.Turn == Turn.Last))
        {
            await LookAsync(rule, cancel);
        }

        return [.. DoctorRules.All.Select(rule => (Rule: rule, findings[rule.Number])).OrderBy(row => Order(row.Rule))];

        async ValueTask LookAsync(Rule rule, CancellationToken cancel)
        {
            var finding = await rule.CheckAsync(patient, cancel);
            lock (findings)
            {
                findings[rule.Number] = finding;
            }
        }
    }

    /// <summary>N2 before N10, and the N-lines before the X-lines.</summary>
    private static (char Letter, int Number) Order(Rule rule) =>
        (rule.Number[0], int.Parse(rule.Number.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
}
