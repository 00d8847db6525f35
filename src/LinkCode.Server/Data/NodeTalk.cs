using System.Collections.Concurrent;
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
    private readonly ConcurrentQueue<string> waiting = new();

    /// <summary>This process, told from every other.</summary>
    public string Node { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Tells the others, soon. The text has no line breaks.</summary>
    public void Say(string word, string text)
    {
        if (database.IsShared && waiting.Count < MostWaiting)
        {
            waiting.Enqueue($"{word} {text}");
        }
    }

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
            catch (NpgsqlException error)
            {
                // The counts of this moment stay this node's own.
                log.TalkFailed(error);
            }
        }
    }

    private async Task SendAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        while (!waiting.IsEmpty)
        {
            var message = new StringBuilder($"{Word} {Node}");
            while (waiting.TryPeek(out var next) && message.Length + Encoding.UTF8.GetByteCount(next) < LongestMessage && waiting.TryDequeue(out next))
            {
                message.Append('\n').Append(next);
            }

            await using var command = source.CreateCommand("SELECT pg_notify('linkcode', $1)");
            command.Parameters.Add(new NpgsqlParameter { Value = message.ToString() });
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
