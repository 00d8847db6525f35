using System.Reflection;
using System.Text.RegularExpressions;
using LinkCode.Server.Operator.Doctor;

namespace LinkCode.Tests.House;

/// <summary>Every line of the protocol paper is named by a test, or is a rule of the doctor, who examines our own server in a test.</summary>
public sealed partial class Promises
{
    // The lines of the protocol paper.
    private const string Lines =
        "N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 N12 N13 N14 N15 N17 N18 N20 N22 N23 N24 N25 N26 N27 N28 N29 N30 N31 N33 N34 N36 N37 N38 N41 N42 N43 N44 N45 N46 N47 "
        + "N50 N51 N52 N53 N54 N55 N56 N57 N62 N69 N70 N71 N72 N80 N81 N82 X1 X2 X3 X4 X5 X6 X7";

    public static TheoryData<string> Numbers => [.. Lines.Split(' ')];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Every_line_of_the_protocol_has_a_test(string number) => Assert.True(
        NamedByTests().Contains(number) || ExaminedInATest().Contains(number),
        $"{number} is named by no test; put it into the name of the test that sees it.");

    [Fact]
    public void What_the_doctor_cannot_see_is_named_by_a_test_that_exists()
    {
        foreach (var (number, (type, test)) in OAuth.DoctorOnOurselves.SeenElsewhere)
        {
            Assert.True(type.GetMethod(test)?.GetCustomAttribute<FactAttribute>() is not null, $"{number} is seen by {type.Name}.{test}, which is no test.");
        }
    }

    private static IEnumerable<string> ExaminedInATest() => DoctorRules.All.Select(rule => rule.Number);

    private static HashSet<string> NamedByTests() => [.. typeof(Promises).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttributes().OfType<FactAttribute>().Any())
        .SelectMany(method => Number().Matches(method.Name).Select(match => match.Value))];

    [GeneratedRegex("(?<=^|_)[NX][0-9]+(?=_|$)")]
    private static partial Regex Number();
}
