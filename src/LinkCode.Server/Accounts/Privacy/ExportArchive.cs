using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Privacy;

/// <summary>Packs an export: the same for programs and for people.</summary>
internal sealed class ExportArchive(ExportPage page, IOptions<SiteOptions> site)
{
    /// <summary>The name of the file for programs.</summary>
    public const string Json = "account.json";

    /// <summary>The name of the file for people.</summary>
    public const string Html = "index.html";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Pack(IReadOnlyList<PersonalSection> sections, DateTimeOffset now)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, Json, JsonSerializer.SerializeToUtf8Bytes(ForPrograms(sections, now), Readable), now);
            Add(zip, Html, Encoding.UTF8.GetBytes(page.Write(sections, now)), now);
        }

        return packed.ToArray();
    }

    private Dictionary<string, object> ForPrograms(IReadOnlyList<PersonalSection> sections, DateTimeOffset now) => new()
    {
        ["site"] = site.Value.SiteName,
        ["address"] = site.Value.Address.AbsoluteUri,
        ["madeAt"] = now,
        ["data"] = sections.ToDictionary(section => section.Name, section => section.Entries.Select(entry => entry.ToDictionary(fact => fact.Name, fact => fact.Value))),
    };

    private static void Add(ZipArchive zip, string name, byte[] content, DateTimeOffset now)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = now;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
