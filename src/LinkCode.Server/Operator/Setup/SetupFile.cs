using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Operator.Setup;

/// <summary>The file <c>setup-address</c> in the data folder, which only the server's user can read.</summary>
internal sealed class SetupFile(IOptions<SiteOptions> site)
{
    /// <summary>Where it is, whole.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(site.Value.DataFolder), "setup-address");

    public string? Read() => File.Exists(Path) ? File.ReadAllText(Path).Trim() : null;

    public void Write(string address)
    {
        Delete();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(new FileStream(Path, options));
        writer.WriteLine(address);
    }

    public void Delete() => File.Delete(Path);
}
