using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace LinkCode.Tests.Codes.Model;

/// <summary>A connection that sees every statement before the database does, and may change it.</summary>
internal sealed class Statements(string place) : SqliteConnection(place)
{
    public Func<string, string> Change { get; init; } = sql => sql;

    public override SqliteCommand CreateCommand() => new Changed(Change) { Connection = this, Transaction = Transaction, CommandTimeout = DefaultTimeout };

    private sealed class Changed(Func<string, string> change) : SqliteCommand
    {
        [AllowNull]
        public override string CommandText
        {
            get => base.CommandText;
            [SuppressMessage("Security", "CA2100", Justification = "The statements of the store, with one condition changed.")]
            set => base.CommandText = change is null ? value : change(value ?? "");
        }
    }
}
