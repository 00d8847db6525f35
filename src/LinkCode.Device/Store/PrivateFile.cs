#if !NET
using System.Runtime.InteropServices;
#endif
using System.Security.Cryptography;

namespace LinkCode.Device;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    // .NET has no exception of its own for it: EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows and Mono.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

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

    /// <summary>The file for this holder alone, or null while another one has it. Any other trouble, such as a read-only or full disk, is an exception.</summary>
    public static FileStream? TryOpenAlone(string path)
    {
        try
        {
            return Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException held) when (Array.IndexOf(Held, held.HResult) >= 0)
        {
            return null;
        }
    }

    /// <summary>Writes beside the file, to the disk, then takes its place: a power cut leaves the old content or the new one.</summary>
    public static void Replace(string path, byte[] content)
    {
        var beside = WriteBeside(path, content);
        try
        {
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

    /// <summary>As <see cref="Replace"/>, but a file that is there already stays as it is.</summary>
    public static void Place(string path, byte[] content)
    {
        var beside = WriteBeside(path, content);
        try
        {
            File.Move(beside, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static string WriteBeside(string path, byte[] content)
    {
        var beside = path + "." + Hex.Write(RandomNumberGenerator.GetBytes(4), 4);
        try
        {
            using var file = Open(beside, FileMode.CreateNew);
            file.Write(content, 0, content.Length);
            file.Flush(flushToDisk: true);
            return beside;
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
