using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace LinkCode.Bench.Subjects;

/// <summary>
/// What whole links cost one at a time when nobody is asked who they are: the same seven requests, constant pages and tokens, and a row
/// on disk before each of the four answers that promise something. It decides nothing and makes no token.
/// </summary>
internal sealed class BareLinks(SqliteConnection store)
{
    private static readonly byte[] Page = """<!doctype html><html lang="en"><title>Link</title><form method="post"><input type="hidden" name="check" value="constant"><button>Yes</button></form></html>"""u8.ToArray();
    private static readonly byte[] Pending = """{"error":"authorization_pending"}"""u8.ToArray();
    private static readonly byte[] Tokens = Encoding.ASCII.GetBytes($$"""{"access_token":"{{new string('a', 600)}}","token_type":"Bearer","expires_in":3600,"id_token":"{{new string('i', 600)}}","refresh_token":"{{new string('r', 600)}}"}""");
    private readonly HashSet<long> approved = [];
    private readonly Lock turn = new();
    private long last;

    /// <summary>Answers every request of a link.</summary>
    /// <param name="app">The server.</param>
    /// <param name="folder">Where its file is.</param>
    public static void Answer(WebApplication app, string folder)
    {
        var store = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")}");
        store.Open();
        using var command = store.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; CREATE TABLE Links (Id INTEGER, State INTEGER)";
        command.ExecuteNonQuery();
        app.Run(new BareLinks(store).AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var isPost = HttpMethods.IsPost(context.Request.Method);
        var number = isPost ? await NumberAsync(context.Request) : 0;
        switch (context.Request.Path.Value)
        {
            case "/oauth/device":
                number = Interlocked.Increment(ref last);
                Write(number, 0);
                await WriteAsync(context, 200, "application/json", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"device_code":"{{number}}","user_code":"{{number}}"}""")));
                break;
            case "/oauth/token" when approved.Remove(number):
                Write(number, 3);
                await WriteAsync(context, 200, "application/json", Tokens);
                break;
            case "/oauth/token":
                await WriteAsync(context, 400, "application/json", Pending);
                break;
            case "/link" when isPost:
                Write(number, 1);
                Go(context, $"/link/review?code={number}");
                break;
            case "/link/review" when isPost:
                number = long.Parse(context.Request.Query["code"].ToString(), CultureInfo.InvariantCulture);
                Write(number, 2);
                approved.Add(number);
                Go(context, $"/link/done/{number}");
                break;
            default:
                await WriteAsync(context, 200, "text/html", Page);
                break;
        }
    }

    private void Write(long number, int state)
    {
        lock (turn)
        {
            using var command = store.CreateCommand();
            command.CommandText = "INSERT INTO Links VALUES ($1, $2)";
            command.Parameters.AddWithValue("$1", number);
            command.Parameters.AddWithValue("$2", state);
            command.ExecuteNonQuery();
        }
    }

    // The only number in any of these forms is the code.
    private static async Task<long> NumberAsync(HttpRequest request)
    {
        var read = await request.BodyReader.ReadAtLeastAsync((int)request.ContentLength!.Value);
        var body = read.Buffer.FirstSpan;
        var place = body.LastIndexOf("code="u8);
        var number = place >= 0 && Utf8Parser.TryParse(body[(place + 5)..], out long found, out _) ? found : 0;
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return number;
    }

    private static void Go(HttpContext context, string address)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = address;
        context.Response.ContentLength = 0;
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body);
    }
}
