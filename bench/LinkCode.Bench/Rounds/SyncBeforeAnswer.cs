using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LinkCode.Bench.Report;
using LinkCode.Bench.Subjects;

namespace LinkCode.Bench.Rounds;

/// <summary>Watches our server's system calls while it issues codes one after another: between two answers there has to be a sync that succeeded.</summary>
internal static partial class SyncBeforeAnswer
{
    private const int Asked = 50;

    public static async Task AddAsync(Section section)
    {
        if (!File.Exists("/usr/bin/strace"))
        {
            section.Words.Add("The order of sync and answer was not looked at: strace is not installed.");
            return;
        }

        await using var subject = await Subject.StartAsync(Recipe.Ours());
        await Codes.AskAsync(subject, 200, connections: 1);
        var file = Path.Combine(subject.Folder, "calls.txt");
        using var strace = Process.Start(new ProcessStartInfo("strace", ["-f", "-qq", "-s", "256", "-e", "trace=fsync,fdatasync,sendto,sendmsg,write", "-o", file, "-p", subject.ProcessId.ToString(CultureInfo.InvariantCulture)]))!;
        await Task.Delay(1500);
        await Codes.AskAsync(subject, Asked, connections: 1);
        await Task.Delay(500);
        strace.Kill();
        await strace.WaitForExitAsync();
        var (answers, covered) = Check(await File.ReadAllLinesAsync(file));
        section.Words.Add($"strace saw {answers} answers with a code; before {covered} of them, and after the answer before, an `fdatasync` or `fsync` had returned 0.");
        section.Bars.Add(Bar.AtLeast($"answers behind a finished sync, of {Asked} asked one by one", covered, Asked));
    }

    // A call that another thread interrupts in the listing is split in two; what counts is the line where the sync returns and the line where the send begins.
    private static (int Answers, int Covered) Check(IEnumerable<string> lines)
    {
        var (answers, covered, isSynced) = (0, 0, false);
        foreach (var line in lines)
        {
            if (SyncEnd().IsMatch(line))
            {
                isSynced = true;
            }
            else if (AnswerBegin().IsMatch(line))
            {
                answers++;
                covered += isSynced ? 1 : 0;
                isSynced = false;
            }
        }

        return (answers, covered);
    }

    [GeneratedRegex(@"(fdatasync|fsync)(\(\d+\)| resumed>\)?)\s*=\s*0")]
    private static partial Regex SyncEnd();

    [GeneratedRegex(@"(sendto|sendmsg|write)\(.*HTTP/1\.1 200 OK")]
    private static partial Regex AnswerBegin();
}
