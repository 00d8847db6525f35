using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>The table <c>Keys</c>: sealed with the operator's secret, which is nowhere in the database, and read by every node.</summary>
internal sealed class KeyTable(PostgresDatabase database, KeySecret secret) : IKeyStore, IXmlRepository
{
    /// <summary>What the names of Data Protection's own keys begin with. It seals them by itself.</summary>
    internal const string ProtectionPrefix = "protection/";

    public IXmlRepository Protection => this;

    public IReadOnlyList<string> Names(string prefix) =>
        Select("SELECT \"Name\" FROM \"Keys\" WHERE starts_with(\"Name\", $1) ORDER BY \"Name\" COLLATE \"C\"", prefix, reader => reader.GetString(0));

    public byte[] Read(string name)
    {
        var content = Select("SELECT \"Content\" FROM \"Keys\" WHERE \"Name\" = $1", name, reader => reader.GetFieldValue<byte[]>(0)).Single();
        try
        {
            return secret.Open(content, name);
        }
        catch (CryptographicException error)
        {
            throw new StartRefusedException($"The key {name} in the database cannot be opened with this key secret. Set LinkCode:KeySecret (or LinkCode:KeySecretFile) to the one it was made with, or empty the table Keys to begin anew: every device then has to be linked again.", error);
        }
    }

    public void Write(string name, byte[] content) => Insert(name, secret.Seal(content, name));

    public void WaitUntilItAnswers() => database.WaitUntilItAnswers();

    public void Check()
    {
        // Before the first start there is no table.
        if (Select("SELECT to_regclass($1) IS NOT NULL", "\"Keys\"", reader => reader.GetBoolean(0)).Single())
        {
            foreach (var name in Names("").Where(name => name.EndsWith(".key", StringComparison.Ordinal)))
            {
                Read(name);
            }
        }
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Select("SELECT \"Content\" FROM \"Keys\" WHERE starts_with(\"Name\", $1)", ProtectionPrefix, reader => XElement.Load(reader.GetStream(0)));

    public void StoreElement(XElement element, string friendlyName) =>
        Insert(ProtectionPrefix + friendlyName + ".xml", Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));

    private void Insert(string name, byte[] content)
    {
        using var command = database.Source.CreateCommand("INSERT INTO \"Keys\" (\"Name\", \"Content\") VALUES ($1, $2) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = content });
        command.ExecuteNonQuery();
    }

    private List<T> Select<T>(string sql, string value, Func<NpgsqlDataReader, T> read)
    {
        using var command = database.Source.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        using var reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
        {
            found.Add(read(reader));
        }

        return found;
    }
}
