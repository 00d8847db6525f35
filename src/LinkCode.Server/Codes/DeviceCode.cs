using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Server.Codes;

/// <summary>
/// The secret a device polls with (RFC 8628 §3.2): prefix, version, key number, time of issue, mark of the app,
/// an id with 80 random bits and a signature of 128. Anybody's garbage is told from it without a look-up.
/// </summary>
internal readonly record struct DeviceCode(Guid Id, DateTimeOffset IssuedAt, uint AppMark)
{
    /// <summary>Lets leak scanners recognise a device code.</summary>
    public const string Prefix = "lcd_";

    private const byte Version = 1;

    // Of the registered apps, which are few.
    private static readonly ConcurrentDictionary<Guid, uint> Marks = new();
    private const int ContentSize = 1 + 1 + 4 + 4 + 16;
    private const int SignatureSize = 16;
    private const int Size = ContentSize + SignatureSize;

    /// <summary>The characters of a whole device code.</summary>
    public static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(Size);

    /// <summary>A short mark of the app the code was made for, so that even a forgotten code belongs to one app.</summary>
    public static uint MarkOf(Guid appId) => Marks.GetOrAdd(appId, static app => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(app.ToByteArray())));

    /// <summary>A new id: 48 bits of time and 80 random ones, so that new rows are neighbours on the disk (decision 0017). What nobody can forge is the signature.</summary>
    public static Guid NewId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << 16);
        RandomNumberGenerator.Fill(bytes[6..]);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Writes the code out. This is the only place where it becomes text.</summary>
    public string Reveal(CodeKeys keys)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        bytes[1] = CodeKeys.Current;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)IssuedAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32BigEndian(bytes[6..], AppMark);
        Id.TryWriteBytes(bytes[10..]);
        keys.Sign(bytes[..ContentSize], bytes[ContentSize..]);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads and checks a code that somebody sent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, CodeKeys keys, out DeviceCode code)
    {
        code = default;
        Span<byte> bytes = stackalloc byte[Size];
        Span<byte> signature = stackalloc byte[SignatureSize];
        if (text.Length != Length
            || !text.StartsWith("lcd_"u8)
            || Base64Url.DecodeFromUtf8(text[Prefix.Length..], bytes, out _, out var written) != OperationStatus.Done
            || written != Size
            || bytes[0] != Version
            || bytes[1] != CodeKeys.Current)
        {
            return false;
        }

        keys.Sign(bytes[..ContentSize], signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, bytes[ContentSize..]))
        {
            return false;
        }

        code = new DeviceCode(
            new Guid(bytes[10..ContentSize]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(bytes[2..])),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]));
        return true;
    }

    /// <summary>Reads and checks a code that somebody sent.</summary>
    public static bool TryRead(string? text, CodeKeys keys, out DeviceCode code)
    {
        code = default;
        return text is not null && text.Length == Length && TryRead(Encoding.UTF8.GetBytes(text), keys, out code);
    }

    public override string ToString() => Prefix + "…";
}
