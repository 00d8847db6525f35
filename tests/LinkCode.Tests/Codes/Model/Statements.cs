using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace LinkCode.Tests.Codes.Model;

/// <summary>What a statement becomes before the database sees it; by default what it was.</summary>
internal sealed class Changes
{
    public Func<string, string> Of { get; set; } = sql => sql;
}

/// <summary>A connection that may change every statement it is given.</summary>
internal sealed class Statements(string place, Changes changes) : SqliteConnection(place)
{
    public static Statements Open(string folder, Changes changes)
    {
        var connection = new Statements($"Data Source={Path.Combine(folder, "linkcode.db")};Pooling=False", changes);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous=OFF";
        command.ExecuteNonQuery();
        return connection;
    }

    public override SqliteCommand CreateCommand() => new Changed(changes) { Connection = this, Transaction = Transaction, CommandTimeout = DefaultTimeout };

    private sealed class Changed(Changes changes) : SqliteCommand
    {
        private string original = "";

        [AllowNull]
        public override string CommandText
        {
            get => base.CommandText;
            set => base.CommandText = original = value ?? "";
        }

        public override int ExecuteNonQuery()
        {
            Become(changes.Of(original));
            return base.ExecuteNonQuery();
        }

        [SuppressMessage("Security", "CA2100", Justification = "A statement of the store, with one thing wrong.")]
        private void Become(string sql)
        {
            if (base.CommandText != sql)
            {
                base.CommandText = sql;
            }
        }
    }
}
