using System.Globalization;
using System.Text;
using System.Text.Json;
using LinkCode.Server.Activity;
using LinkCode.Server.Platform;
using LinkCode.Server.Texts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Accounts.Security;

/// <summary>Everything that is written down about the account of whoever is signed in, to read and to take along.</summary>
[Authorize(Policies.Account), EnableRateLimiting(Limits.Pages), StaleForm]
internal sealed class ActivityModel(ReadHappened read, IStringLocalizer<Text> texts, IOptions<ActivityOptions> options, TimeProvider time) : PageModel
{
    private const int PerPage = 25;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [FromQuery(Name = "page")]
    public string? PageAsked { get; set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public int Count { get; private set; }

    public int First => ((PageNumber - 1) * PerPage) + 1;

    public HappenedListModel List { get; private set; } = null!;

    public int EventDays => options.Value.EventDays;

    private Guid Account => User.AccountId()!.Value;

    public static string PageAt(int number) => number == 1 ? "/activity" : $"/activity?page={number}";

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Count = await read.CountAsync(Account, cancellation);
        Pages = Math.Max(1, (Count + PerPage - 1) / PerPage);
        PageNumber = Math.Clamp(int.TryParse(PageAsked, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 1, 1, Pages);
        var lines = await read.RunAsync(Account, (PageNumber - 1) * PerPage, PerPage, cancellation);
        List = new HappenedListModel(lines, time.GetUtcNow(), Limits.Network(HttpContext.Connection.RemoteIpAddress));
    }

    public async Task<IActionResult> OnGetJsonAsync(CancellationToken cancellation)
    {
        var all = new List<object>();
        await foreach (var one in read.AllAsync(Account).WithCancellation(cancellation))
        {
            all.Add(new { time = one.At.UtcDateTime, what = one.What, sentence = texts.Sentence(one.What), network = one.Network });
        }

        return File(JsonSerializer.SerializeToUtf8Bytes(all, Readable), "application/json", "activity.json");
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancellation)
    {
        // Spreadsheets take a file for UTF-8 by this mark.
        var lines = new StringBuilder("\ufeffTime (UTC),What,Sentence,Network\r\n");
        await foreach (var one in read.AllAsync(Account).WithCancellation(cancellation))
        {
            lines.Append(CultureInfo.InvariantCulture, $"{one.At.UtcDateTime:yyyy-MM-dd HH:mm:ss},{Cell(one.What)},{Cell(texts.Sentence(one.What))},{Cell(one.Network)}\r\n");
        }

        return File(Encoding.UTF8.GetBytes(lines.ToString()), "text/csv; charset=utf-8", "activity.csv");
    }

    private static string Cell(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
