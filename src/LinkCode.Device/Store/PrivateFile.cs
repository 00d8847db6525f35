#if !NET
using System.Runtime.InteropServices;
#endif
using System.Security.Cryptography;

namespace LinkCode.Device;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
#if NET
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerReadsAndWrites | UnixFileMode.UserExecute);
        }
    }

    public static FileStream Create(string path) => Open(path, FileMode.CreateNew);

    public static FileStream OpenAlone(string path) => Open(path, FileMode.OpenOrCreate);

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerReadsAndWrites;
        }

        return new FileStream(path, options);
    }
#else
    public static void MakeDirectory(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            Restrict(path, "700");
        }
    }

    public static FileStream Create(string path) => Open(path, FileMode.CreateNew);

    public static FileStream OpenAlone(string path) => Open(path, FileMode.OpenOrCreate);

    private static FileStream Open(string path, FileMode mode)
    {
        var file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        // Before anything is written into it.
        Restrict(path, "600");
        return file;
    }

    private static void Restrict(string path, string mode)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return;
        }

        try
        {
            _ = ChangeMode(path, Convert.ToUInt32(mode, 8));
        }
        catch (Exception none) when (none is DllNotFoundException or EntryPointNotFoundException)
        {
            // A console's file system is private to the app already.
        }
    }

    [DllImport("libc", EntryPoint = "chmod", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeMode([MarshalAs(UnmanagedType.LPStr)] string path, uint mode);
#endif

    /// <summary>Writes beside the file, to the disk, then takes its place: a power cut leaves the old content or the new one.</summary>
    public static void Replace(string path, byte[] content)
    {
        var beside = path + "." + Hex.Write(RandomNumberGenerator.GetBytes(4), 4);
        try
        {
            using (var file = Create(beside))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

#if NET
            File.Move(beside, path, overwrite: true);
#else
            if (File.Exists(path))
            {
                File.Replace(beside, path, null);
            }
            else
            {
                File.Move(beside, path);
            }
#endif
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
