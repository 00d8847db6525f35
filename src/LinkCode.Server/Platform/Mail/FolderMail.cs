using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Mail;

/// <summary>Puts each mail as an <c>.eml</c> file into the data folder, for another program to take further.</summary>
internal sealed class FolderMail : IMailSender
{
    private readonly LetterPress press;
    private readonly TimeProvider time;
    private readonly string folder;

    public FolderMail(LetterPress press, TimeProvider time, IOptions<SiteOptions> site)
    {
        (this.press, this.time) = (press, time);
        folder = Path.Combine(Path.GetFullPath(site.Value.DataFolder), "mail");
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public Task SendAsync(string to, Letter letter, CancellationToken cancellation)
    {
        Send(to, letter);
        return Task.CompletedTask;
    }

    // Printed in memory and written in one piece: that takes shorter than a change of threads.
    private void Send(string to, Letter letter)
    {
        using var message = press.Print(to, letter);
        using var printed = new MemoryStream();
        message.WriteTo(printed);

        // Written aside first: whoever watches the folder for .eml files never sees half of one.
        var file = Path.Combine(folder, $"{Guid.CreateVersion7(time.GetUtcNow()):N}.eml");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(file + ".new", options))
        {
            stream.Write(printed.GetBuffer().AsSpan(0, (int)printed.Length));
        }

        File.Move(file + ".new", file);
    }
}
