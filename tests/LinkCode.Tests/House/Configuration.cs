using System.Globalization;
using System.Reflection;
using LinkCode.Server;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.House;

/// <summary>docs/CONFIGURATION.md names every setting with its default.</summary>
public sealed class Configuration
{
    // These stand in a list, below the id of each app.
    private static readonly Dictionary<Type, string> Listed = new() { [typeof(LinkCode.Server.Apps.AppSettings)] = "LinkCode:Apps:Registered:ID" };

    public static TheoryData<Type> Options => [.. Listed.Keys, .. typeof(LinkCodeServer).Assembly.GetTypes().Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is not null)];

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_setting_is_explained(Type type)
    {
        var lines = File.ReadAllLines(Path.Combine(TestServer.Root(), "docs", "CONFIGURATION.md"));
        var section = Listed.GetValueOrDefault(type) ?? (string)type.GetField("Section", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.DeclaringType == type))
        {
            var name = $"| `{section}:{property.Name}` |";
            var line = lines.SingleOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            Assert.True(line is not null, $"docs/CONFIGURATION.md has no line beginning with {name}");
            if (property.CanWrite && Words(property.GetValue(defaults)) is { Length: > 0 } value)
            {
                Assert.Contains($"| `{value}` |", line, StringComparison.Ordinal);
            }
        }
    }

    private static string Words(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
