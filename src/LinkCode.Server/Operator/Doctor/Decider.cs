using System.ComponentModel;
using System.Diagnostics;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>Stands in for the person: types the code as given at the page and decides.</summary>
internal delegate Task<Decision> Decider(DecisionWanted wanted, CancellationToken cancel);

internal sealed record DecisionWanted(string UserCode, string VerificationUri, string? VerificationUriComplete);

/// <param name="Done">Whether the page took the code and the decision.</param>
/// <param name="Said">What went wrong, in words, when it did not.</param>
/// <param name="ReviewPage">The page that asked for the decision, where the decider could keep it.</param>
internal sealed record Decision(bool Done, string Said = "", string? ReviewPage = null);

/// <summary>A decider that is a shell command of the caller's own.</summary>
internal static class ShellDecider
{
    public static Decider From(string command) => (wanted, cancel) => RunAsync(command, wanted, cancel);

    private static async Task<Decision> RunAsync(string command, DecisionWanted wanted, CancellationToken cancel)
    {
        var reviewPage = Path.GetTempFileName();
        try
        {
            using var process = new Process { StartInfo = Describe(command, wanted, reviewPage) };
            process.Start();
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            await output;
            var said = $"exit code {process.ExitCode}: {(await errors).Trim()}".TrimEnd(':', ' ');
            var page = await File.ReadAllTextAsync(reviewPage, cancel);
            return new(process.ExitCode == 0, said, page.Length > 0 ? page : null);
        }
        catch (Win32Exception e)
        {
            return new(false, e.Message);
        }
        finally
        {
            File.Delete(reviewPage);
        }
    }

    private static ProcessStartInfo Describe(string command, DecisionWanted wanted, string reviewPage)
    {
        string[] arguments = OperatingSystem.IsWindows() ? ["/c", command] : ["-c", command];
        return new(OperatingSystem.IsWindows() ? "cmd.exe" : "/bin/sh", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["LINKCODE_USER_CODE"] = wanted.UserCode,
                ["LINKCODE_VERIFICATION_URI"] = wanted.VerificationUri,
                ["LINKCODE_VERIFICATION_URI_COMPLETE"] = wanted.VerificationUriComplete ?? "",
                ["LINKCODE_REVIEW_PAGE"] = reviewPage,
            },
        };
    }
}
