using System.Threading.Channels;
using Npgsql;

namespace LinkCode.Server.Data;

/// <summary>
/// This node's ear: one connection that hears what other nodes commit (LISTEN), and hands it to the rooms. When the
/// connection is lost the rooms forget what may grow old, until it is back.
/// </summary>
internal sealed class PostgresListener(IDatabase database, IEnumerable<INews> rooms, NodeTalk talk, ILogger<PostgresListener> log) : BackgroundService
{
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private readonly ILookup<string, INews> byWord = rooms.ToLookup(room => room.Word, StringComparer.Ordinal);
    private readonly Channel<string> heard = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private NpgsqlConnection? connection;

    // It listens before any room reads its tables, so nothing falls between the two.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database is PostgresDatabase postgres)
        {
            connection = await ListenAsync(postgres.Source, cancellationToken);
            await base.StartAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(HearAsync(((PostgresDatabase)database).Source, stoppingToken), HandOnAsync(stoppingToken), CatchUpAsync(stoppingToken));
        }
        finally
        {
            await connection!.DisposeAsync();
        }
    }

    // Whatever goes wrong on the way back is tried again: a node that gave up hearing would go on serving.
    private async Task HearAsync(NpgsqlDataSource source, CancellationToken stopping)
    {
        for (var hears = true; !stopping.IsCancellationRequested;)
        {
            try
            {
                if (!hears)
                {
                    await ComeBackAsync(source, stopping);
                    hears = true;
                }

                await WaitAsync(connection!, stopping);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                if (hears)
                {
                    hears = false;
                    log.ListenerLost(error);
                    await LoseAsync(source);
                }
                else
                {
                    if (!StoreTrouble.Is(error))
                    {
                        log.NewsNotUsed(error);
                    }

                    await Task.Delay(BetweenTries, TimeProvider.System, stopping);
                }
            }
        }
    }

    private static async Task WaitAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // A database that is gone without a word says nothing, either; so it is asked.
            if (!await connection.WaitAsync(BetweenChecks, stopping))
            {
                await using var alive = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 3 };
                await alive.ExecuteNonQueryAsync(stopping);
            }
        }
    }

    private async Task LoseAsync(NpgsqlDataSource source)
    {
        // What waits in the pool was lost with it.
        source.Clear();
        foreach (var room in rooms)
        {
            await TryAsync(() =>
            {
                room.Lost();
                return Task.CompletedTask;
            });
        }
    }

    private async Task ComeBackAsync(NpgsqlDataSource source, CancellationToken stopping)
    {
        // The one that was lost, or one of a try after which a room could not catch up.
        await connection!.DisposeAsync();
        connection = await ListenAsync(source, stopping);
        await ForAllAsync(room => room.CatchUpAsync(wasLost: true, stopping));
        log.ListenerBack();
    }

    private async Task<NpgsqlConnection> ListenAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var opened = await source.OpenConnectionAsync(cancellation);
        try
        {
            opened.Notification += (_, notification) => heard.Writer.TryWrite(notification.Payload);
            await using var listen = new NpgsqlCommand("LISTEN linkcode", opened);
            await listen.ExecuteNonQueryAsync(cancellation);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    private async Task HandOnAsync(CancellationToken stopping)
    {
        await foreach (var payload in heard.Reader.ReadAllAsync(stopping))
        {
            var lines = payload.Split('\n');
            if (lines[0].StartsWith(NodeTalk.Word + ' ', StringComparison.Ordinal))
            {
                // Nodes hear themselves, too.
                lines = lines[0].EndsWith(talk.Node, StringComparison.Ordinal) ? [] : lines[1..];
            }

            foreach (var words in lines.Select(line => line.Split(' ')))
            {
                await TryAsync(() => ForAllAsync(words[0], room => room.HeardAsync(words[1..], stopping).AsTask()));
            }
        }
    }

    private async Task CatchUpAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(BetweenChecks);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await ForAllAsync(room => TryAsync(() => room.CatchUpAsync(wasLost: false, stopping)));
        }
    }

    private async Task ForAllAsync(Func<INews, Task> work)
    {
        foreach (var room in rooms)
        {
            await work(room);
        }
    }

    private async Task ForAllAsync(string word, Func<INews, Task> work)
    {
        foreach (var room in byWord[word])
        {
            await work(room);
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One piece of news that cannot be used keeps nobody from hearing the next.
            log.NewsNotUsed(error);
        }
    }
}
