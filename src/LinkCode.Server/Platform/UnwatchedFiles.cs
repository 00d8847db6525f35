using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace LinkCode.Server.Platform;

/// <summary>
/// The files beside the server, which change with an update only. Many Linux systems let all programs of a user together watch files in 128 places;
/// a server that wants one does not start, or answers every page with 500, when an editor has taken the last.
/// </summary>
internal sealed class UnwatchedFiles(IFileProvider files) : IFileProvider
{
    private const string Never = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>The words of the command line, with what keeps settings files from being watched.</summary>
    public static string[] For(string[] args) => [Never, .. args];

    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath) => files.GetDirectoryContents(subpath);

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
