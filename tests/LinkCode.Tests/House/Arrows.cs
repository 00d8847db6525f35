using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using LinkCode.Server;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.House;

/// <summary>The inspector reads docs/HOUSE.md and looks whether the code keeps to it.</summary>
public sealed partial class Arrows
{
    private static readonly Architecture Architecture = new ArchLoader().LoadAssemblies(typeof(LinkCodeServer).Assembly).Build();

    // LinkCodeDb derives from base tables that name these; see docs/HOUSE.md.
    private static readonly string[] Exempt = ["LinkCodeDb", "SqliteLinkCodeDb", "PostgresLinkCodeDb", "DesignTime", "SqliteLinkCodeDbModelSnapshot", "PostgresLinkCodeDbModelSnapshot", "Start", "ManyNodes"];

    [Fact]
    public void Every_arrow_between_rooms_is_in_the_table()
    {
        var table = Table();
        var wrong = Architecture.Types
            .SelectMany(type => type.Dependencies)
            .Select(arrow => (From: RoomOf(arrow.Origin), To: RoomOf(arrow.Target), arrow.Origin, arrow.Target))
            .Where(arrow => arrow.From.Length > 0 && arrow.To.Length > 0 && arrow.From != arrow.To)
            .Where(arrow => !Exempt.Contains(arrow.Origin.Name.Split('+', '`')[0]))
            .Where(arrow => !table.TryGetValue(arrow.From, out var allowed) || !allowed.Contains(arrow.To))
            .Select(arrow => $"{arrow.Origin.FullName} ({arrow.From}) uses {arrow.Target.FullName} ({arrow.To})")
            .Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_table_has_no_cycle()
    {
        var table = Table();
        foreach (var (room, uses) in table)
        {
            var reached = new HashSet<string>(uses);
            while (reached.SelectMany(used => table.GetValueOrDefault(used, [])).Any(reached.Add))
            {
                // Another round, until nothing new can be reached.
            }

            Assert.DoesNotContain(room, reached);
        }
    }

    [Fact]
    public void Every_room_is_in_the_table()
    {
        var rooms = Directory.GetDirectories(Path.Combine(TestServer.Root(), "src", "LinkCode.Server")).Select(Path.GetFileName)
            .Where(name => name is not ("bin" or "obj" or "wwwroot" or "Properties" or "data"));
        Assert.Empty(rooms.Except(Table().Keys));
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Identity.UserManager", "Accounts")]
    [InlineData("Microsoft.AspNetCore.Identity.SignInManager", "Accounts")]
    [InlineData("OpenIddict.Server.", "OAuth")]
    [InlineData("Microsoft.Data.Sqlite.", "Data")]
    [InlineData("Npgsql.", "Data")]
    [InlineData("MailKit.", "Platform")]
    public void A_library_stays_behind_its_fence(string library, string room)
    {
        var wrong = Architecture.Types
            .Where(type => type.Dependencies.Any(arrow => arrow.Target.FullName.StartsWith(library, StringComparison.Ordinal)))
            .Where(type => RoomOf(type) is { Length: > 0 } home && home != room)
            .Select(type => type.FullName).ToList();
        Assert.True(wrong.Count == 0, $"{library} is used outside {room}: {string.Join(", ", wrong)}");
    }

    private static string RoomOf(IType type)
    {
        var match = RoomName().Match(type.FullName);
        return match.Success && match.Groups[1].Value is not ("LinkCodeServer" or "Program") ? match.Groups[1].Value : "";
    }

    private static Dictionary<string, string[]> Table() =>
        File.ReadLines(Path.Combine(TestServer.Root(), "docs", "HOUSE.md"))
            .SkipWhile(line => line != "## Arrows").TakeWhile(line => line != "## Fences")
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 4 && cells[1].Length > 0 && char.IsUpper(cells[1][0]))
            .ToDictionary(cells => cells[1], cells => cells[2] == "–" ? [] : cells[2].Split(", "));

    [GeneratedRegex(@"^LinkCode\.Server\.([A-Za-z]+)\.")]
    private static partial Regex RoomName();
}
