using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LinkCode.Server;
using LinkCode.Tests.Host;
using Microsoft.Extensions.Hosting;

namespace LinkCode.Tests.House;

/// <summary>Habits that a machine can check.</summary>
public sealed partial class Furniture
{
    private static readonly string Source = Path.Combine(TestServer.Root(), "src");

    private static readonly string[] MadeByTools = ["/obj/", "/bin/", "/Migrations/", "/BuiltModels/"];

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Source, pattern, SearchOption.AllDirectories).Where(file => !MadeByTools.Any(folder => file.Contains(folder, StringComparison.Ordinal)));

    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        Assert.Empty(Files("*.cs").Concat(Files("*.cshtml")).Concat(Files("*.js")).Where(file => File.ReadLines(file).Count() > 300));

    [Fact]
    public void Nothing_is_called_by_a_name_that_says_nothing() =>
        Assert.Empty(Files("*.cs").Select(Path.GetFileNameWithoutExtension).Where(name => Empty().IsMatch(name!)));

    [Fact]
    public void No_SQL_is_put_together_from_values()
    {
        // Only the names of constants may stand in the text of a statement.
        var wrong = Files("*.cs").SelectMany(file => File.ReadLines(file).Select(line => (file, line)))
            .Where(found => Sql().IsMatch(found.line) && Hole().Matches(found.line).Any(hole => hole.Groups[1].Value is not ("Open" or "Claimed")))
            .Select(found => $"{Path.GetFileName(found.file)}: {found.line.Trim()}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Nobody_depends_on_more_than_five_others()
    {
        var crowded = typeof(LinkCodeServer).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetMethod("<Clone>$") is null && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .SelectMany(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(constructor => (type, count: constructor.GetParameters().Count(IsDependency))))
            .Where(found => found.count > 5)
            .Select(found => $"{found.type.FullName} has {found.count}").ToList();
        Assert.Empty(crowded);
    }

    [Fact]
    public void Pages_carry_no_inline_script_or_style() =>
        Assert.Empty(Files("*.cshtml").Where(file => Inline().IsMatch(File.ReadAllText(file))));

    [Fact]
    public void Log_lines_are_written_through_the_room_s_own_list() =>
        Assert.Empty(Files("*.cs").Where(file => Path.GetFileName(file) != "Log.cs" && DirectLog().IsMatch(File.ReadAllText(file))));

    // The clock, settings, texts and the log are furniture that every room has.
    private static bool IsDependency(ParameterInfo parameter) =>
        (parameter.ParameterType.IsInterface || (parameter.ParameterType.IsClass && parameter.ParameterType != typeof(string)))
        && !typeof(Delegate).IsAssignableFrom(parameter.ParameterType)
        && parameter.ParameterType != typeof(TimeProvider)
        && !typeof(IHostEnvironment).IsAssignableFrom(parameter.ParameterType)
        && !typeof(IHostApplicationLifetime).IsAssignableFrom(parameter.ParameterType)
        && !parameter.ParameterType.Name.StartsWith("IOptions", StringComparison.Ordinal)
        && !parameter.ParameterType.Name.StartsWith("IStringLocalizer", StringComparison.Ordinal)
        && !parameter.ParameterType.Name.StartsWith("ILogger", StringComparison.Ordinal);

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Common|Dto)$")]
    private static partial Regex Empty();

    [GeneratedRegex("\\$\"[^\"]*\\b(SELECT|INSERT|UPDATE|DELETE|WHERE)\\b")]
    private static partial Regex Sql();

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex DirectLog();
}
