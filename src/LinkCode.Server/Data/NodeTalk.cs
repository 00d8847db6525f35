using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>
/// What nodes tell each other and nobody stores: counts of tries, a few times a second and many in one message. On SQLite
/// there is nobody to talk to, and nothing is kept.
/// </summary>
internal sealed class NodeTalk(IDatabase database, ILogger<NodeTalk> log) : BackgroundService
{
    /// <summary>The longest time until other nodes hear of something.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The first word of such a message; the second is the node that sent it.</summary>
    internal const string Word = "talk";

    // PostgreSQL takes messages of less than 8,000 bytes.
    private const int LongestMessage = 7_500;
    private const int MostWaiting = 50_000;
    private readonly Lock gate = new();
    private Dictionary<string, int> waiting = new(StringComparer.Ordinal);

    /// <summary>This process, told from every other.</summary>
    public string Node { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Tells the others, soon: a word, others after it, and how often. None of them has spaces or line breaks.</summary>
    public void Say(string word, params ReadOnlySpan<string> words)
    {
        if (!database.IsShared)
        {
            return;
        }

        var line = $"{word} {string.Join(' ', words!)}";
        lock (gate)
        {
            if (waiting.Count < MostWaiting)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(waiting, line, out _)++;
            }
        }
    }

    /// <summary>A text as one word.</summary>
    public static string Pack(string text) => Uri.EscapeDataString(text);

    /// <summary>What <see cref="Pack"/> made one word of.</summary>
    public static string Unpack(string word) => Uri.UnescapeDataString(word);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database is not PostgresDatabase postgres)
        {
            return;
        }

        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SendAsync(postgres.Source, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The counts of this moment stay this node's own.
                log.TalkFailed(error);
            }
        }
    }

    private async Task SendAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        foreach (var message in Messages())
        {
            await using var command = source.CreateCommand("SELECT pg_notify('linkcode', $1)");
            command.Parameters.Add(new NpgsqlParameter { Value = message });
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private IEnumerable<string> Messages()
    {
        Dictionary<string, int> lines;
        lock (gate)
        {
            (lines, waiting) = (waiting, new(StringComparer.Ordinal));
        }

        var message = new StringBuilder();
        foreach (var (line, times) in lines)
        {
            // Packed words are ASCII, so a character is a byte.
            if (message.Length + line.Length > LongestMessage)
            {
                yield return message.ToString();
                message.Clear();
            }

            message.Append(message.Length == 0 ? $"{Word} {Node}" : "").Append('\n').Append(line).Append(' ').Append(times);
        }

        if (message.Length > 0)
        {
            yield return message.ToString();
        }
    }
}
