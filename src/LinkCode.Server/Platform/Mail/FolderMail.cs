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

    public async Task SendAsync(string to, Letter letter, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, $"{Guid.CreateVersion7(time.GetUtcNow()):N}.eml");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written aside first: whoever watches the folder for .eml files never sees half of one.
        using var message = press.Print(to, letter);
        await using (var stream = new FileStream(file + ".new", options))
        {
            await message.WriteToAsync(stream, cancellation);
        }

        File.Move(file + ".new", file);
    }
}
