using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using LinkCode.Server.Accounts;
using LinkCode.Server.Accounts.Privacy;
using LinkCode.Server.Data;
using LinkCode.Tests.Codes.Pages;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Accounts.Privacy;

/// <summary>One file with everything we have of a person, for this person alone.</summary>
public sealed class TakingEverythingAlong(LinkSite link) : IClassFixture<LinkSite>
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Empty in life; these rows are only there so that their deletion is seen.
    private static readonly string[] StayEmpty = ["AspNetUserClaims", "AspNetUserTokens", "OpenIddictAuthorizations", "OpenIddictTokens"];

    // What opens the account or a door of ours, what says the same as a column beside it, what is somebody else's (whom an operator switched off), and our own bookkeeping.
    private static readonly HashSet<string> HeldBack =
    [
        "AspNetUsers.PasswordHash", "AspNetUsers.SecurityStamp", "AspNetUsers.ConcurrencyStamp", "AspNetUsers.NormalizedEmail", "AspNetUsers.NormalizedUserName",
        "AspNetUserPasskeys.Data", "AspNetUserLogins.LoginProvider", "Authenticators.SealedKey", "RecoveryCodes.Hash", "RecoveryCodes.Salt", "BrowserSessions.Id",
        "PendingSignUps.Id", "PendingSignUps.KeyHash", "PendingSignUps.Code", "PasswordResets.Id", "PasswordResets.KeyHash", "Invitations.Id", "Invitations.KeyHash",
        "LinkRequests.Id", "LinkRequests.UserCodeHash", "LinkRequests.HardStopAt", "LinkRequests.LeaseUntil", "LinkRequests.Challenge",
        "AddressChanges.Id", "AddressChanges.OldKeyHash", "AddressChanges.NewKeyHash", "AuditEvents.AccountId", "OutgoingMails.Content", "OutgoingMails.DueAt", "Exports.Content", "Exports.ReadyAt", "Exports.ExpiresAt",
    ];

    private Site Site => link.Site;

    [Fact]
    public async Task Every_table_that_names_a_person_is_answered_for()
    {
        var (tables, owned) = await Site.InScopeAsync<IServiceProvider, (IReadOnlyList<ITable>, HashSet<Type>)>(async services =>
        {
            var db = services.GetRequiredService<LinkCodeDb>();
            var tables = db.Model.GetRelationalModel().Tables.ToList();

            // By the model and by the database itself: what only the database knows is EF's own, or sealed keys.
            Assert.Empty((await EveryTable.NamesAsync(db)).Except(tables.Select(table => table.Name)).Except(["__EFMigrationsHistory", "__EFMigrationsLock", "sqlite_sequence", "Keys"]));
            return (tables, [.. services.GetServices<IPersonalData>().SelectMany(room => room.Tables)]);
        });
        string[] naming = ["AccountId", "UserId", "OwnerId", "ActorId", "Subject", "Email", "UserName", "DisplayName", "Address", "OldAddress", "NewAddress", "To", "PhoneNumber"];
        string[] ofApps = ["OpenIddictApplications", "OpenIddictScopes"];
        var silent = tables.Where(table => table.Columns.Any(column => naming.Contains(column.Name)) || table.ForeignKeyConstraints.Any(key => key.PrincipalTable.Name == "AspNetUsers"))
            .Where(table => !ofApps.Contains(table.Name) && !table.EntityTypeMappings.Any(mapping => owned.Contains(mapping.TypeBase.ClrType)));
        Assert.Empty(silent.Select(table => table.Name));
    }

    [Fact]
    public async Task It_holds_everything_but_what_opens_the_account()
    {
        var somebody = await Somebody.WithEverythingAsync(link);
        var owned = await OwnedTablesAsync();
        var rows = await RowsAsync(somebody, owned.Values.Where(table => !StayEmpty.Contains(table.Name)));
        await MakeAsync(somebody);
        Assert.Equal(owned.Keys.Order(StringComparer.Ordinal), (await somebody.TablesAsync()).Order(StringComparer.Ordinal));

        var (json, html) = Open(await FetchAsync(somebody.Browser));
        Assert.Empty(rows.SelectMany(row => row.Cells
            .Where(cell => !HeldBack.Contains($"{row.Table.Name}.{cell.Key}") && !IsTold(json, row.Table, cell.Key, cell.Value))
            .Select(cell => $"{row.Table.Name}.{cell.Key} = {cell.Value}")));
        Assert.Contains("Key of " + somebody.Name, json, StringComparison.Ordinal);
        Assert.Contains("TV of " + somebody.Name, html, StringComparison.Ordinal);
        Assert.Contains("A device was linked", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data.of.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data.fact.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        await NothingSecretAsync(somebody, json + html);
    }

    [Fact]
    public async Task It_is_for_its_owner_alone_who_has_just_signed_in_and_for_a_week()
    {
        var (ana, bo) = (await Somebody.AtAsync(link), await Somebody.AtAsync(link));
        await MakeAsync(ana);
        var letter = await Site.LetterAsync(ana.Address, 1, "The file with your data is ready");
        Assert.EndsWith("/privacy/export", letter.Button!.Url, StringComparison.Ordinal);
        Assert.Contains("Your file is ready", (await ana.Browser.GetAsync("/privacy/export")).Text, StringComparison.Ordinal);

        Assert.DoesNotContain("Your file is ready", (await bo.Browser.GetAsync("/privacy/export")).Text, StringComparison.Ordinal);
        Assert.Null(await FetchAsync(bo.Browser));
        Assert.StartsWith("/sign-in?next=", (await Site.Browser().GetAsync("/privacy/export")).Path, StringComparison.Ordinal);

        Site.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.StartsWith("/sign-in/again?next=", (await ana.Browser.GetAsync("/privacy/export")).Path, StringComparison.Ordinal);

        Site.Clock.Advance(TimeSpan.FromDays(7));
        await ana.Browser.SignInAsync(ana.Address);
        Assert.Contains("Make the file", (await ana.Browser.GetAsync("/privacy/export")).Text, StringComparison.Ordinal);
        await Site.Services.GetRequiredService<ForgetEnded>().RunAsync(CancellationToken.None);
        Assert.Equal(0, await Site.InScopeAsync<LinkCodeDb, int>(db => db.Set<Export>().CountAsync(export => export.AccountId == ana.Id)));
        var happened = (await ana.Browser.GetAsync("/activity")).Text;
        Assert.Contains("A file with all your data was asked for", happened, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_one_is_made_at_a_time_and_not_too_many()
    {
        var ana = await Somebody.AtAsync(link);
        for (var number = 0; number < 4; number++)
        {
            await MakeAsync(ana);
        }

        var page = await ana.Browser.PressAsync(await ana.Browser.GetAsync("/privacy/export"), "Make a new file", ("do", "make"));
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains("You can make the next one in", page.Text, StringComparison.Ordinal);
        Assert.NotNull(await FetchAsync(ana.Browser));
    }

    [Fact]
    public async Task One_that_a_restart_cuts_off_is_begun_again_by_itself()
    {
        var first = await TestServer.StartAsync(adjust: services => services.AddScoped<IPersonalData, Slow>());
        var id = await first.AddAccountAsync("ana@example.org");
        await using (var scope = first.Services.CreateAsyncScope())
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            Assert.Null(await scope.ServiceProvider.GetRequiredService<AskForExport>().RunAsync(id, "127.0.0.1", CancellationToken.None));
        }

        // Progress is seen: all parts but the slow one are done.
        await Site.UntilAsync(() => Look(first) is { Done: > 5 } standing && standing.Done == standing.Parts - 1, "all parts but one");
        Assert.True(Look(first)!.IsBeingMade);
        await first.StopAsync();

        await using var second = await TestServer.StartAsync(folder: first.Folder);
        await Site.UntilAsync(() => Look(second)?.ReadyAt is not null, "the export");
        Assert.Equal(2, await TriesAsync(second, id));

        ExportStanding? Look(TestServer server)
        {
            using var scope = server.Services.CreateScope();
            return scope.ServiceProvider.GetRequiredService<ReadExport>().RunAsync(id, CancellationToken.None).Result;
        }
    }

    [Fact]
    public async Task One_that_fails_five_times_is_given_up_and_can_be_asked_for_again()
    {
        await using var server = await TestServer.StartAsync(adjust: services => services.AddScoped<IPersonalData, Broken>());
        using var person = await WebPerson.AddAsync(server);
        await person.PressAsync(await person.GoAsync("/privacy/export"), "do", "make");
        var bell = server.Services.GetRequiredService<ExportBell>();
        for (var tries = 1; tries <= Export.MostTries; tries++)
        {
            await Site.UntilAsync(() => TriesAsync(server, person.Id).Result == tries, $"try {tries}");
            Assert.Contains("Your file is being made", (await person.GoAsync("/privacy/export")).Document.Body!.TextContent, StringComparison.Ordinal);
            bell.Ring();
        }

        await Site.UntilAsync(() => person.GoAsync("/privacy/export").Result.Document.Body!.TextContent.Contains("could not be made", StringComparison.Ordinal), "word that it failed");
        await person.PressAsync(await person.GoAsync("/privacy/export"), "do", "make");
        await Site.UntilAsync(() => TriesAsync(server, person.Id).Result == 1, "a new try");
    }

    private static async Task<int> TriesAsync(TestServer server, Guid id)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<Export>().Where(export => export.AccountId == id).Select(export => export.Tries).SingleOrDefaultAsync();
    }

    private static bool IsTold(string json, ITable table, string column, object value)
    {
        var type = table.FindColumn(column)!.PropertyMappings.Select(mapping => Nullable.GetUnderlyingType(mapping.Property.ClrType) ?? mapping.Property.ClrType).FirstOrDefault();
        return value switch
        {
            long ticks when type == typeof(DateTimeOffset) => json.Contains(JsonSerializer.Serialize(new DateTimeOffset(ticks, TimeSpan.Zero), AsWritten), StringComparison.Ordinal),
            long or int when type?.IsEnum == true => json.Contains($"\"{Enum.GetName(type, Convert.ToInt32(value, CultureInfo.InvariantCulture))}\"", StringComparison.Ordinal),
            byte[] bytes => json.Contains(Convert.ToBase64String(bytes), StringComparison.Ordinal),
            Guid id => json.Contains(id.ToString(), StringComparison.Ordinal),
            string text => json.Contains(text, StringComparison.OrdinalIgnoreCase),

            // Numbers and yes or no are anywhere.
            _ => true,
        };
    }

    private Task<Dictionary<string, ITable>> OwnedTablesAsync() => Site.InScopeAsync<IServiceProvider, Dictionary<string, ITable>>(services =>
    {
        var owned = services.GetServices<IPersonalData>().SelectMany(room => room.Tables).ToHashSet();
        return Task.FromResult(services.GetRequiredService<LinkCodeDb>().Model.GetRelationalModel().Tables
            .Where(table => table.EntityTypeMappings.Any(mapping => owned.Contains(mapping.TypeBase.ClrType))).ToDictionary(table => table.Name));
    });

    private Task<List<(ITable Table, Dictionary<string, object> Cells)>> RowsAsync(Somebody somebody, IEnumerable<ITable> tables) => Site.InScopeAsync<LinkCodeDb, List<(ITable, Dictionary<string, object>)>>(async db =>
    {
        var rows = new List<(ITable, Dictionary<string, object>)>();
        foreach (var table in tables)
        {
            rows.AddRange((await EveryTable.RowsOfAsync(db, table.Name, somebody.Id, somebody.Address, somebody.Name)).Select(row => (table, row)));
        }

        return rows;
    });

    private async Task NothingSecretAsync(Somebody somebody, string told)
    {
        var account = await Site.InScopeAsync<LinkCodeDb, Account>(db => db.Users.AsNoTracking().SingleAsync(row => row.Id == somebody.Id));
        foreach (var secret in new[] { account.PasswordHash!, account.SecurityStamp!, account.ConcurrencyStamp!, somebody.Device!.RefreshToken, somebody.Device.AccessToken })
        {
            Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task MakeAsync(Somebody somebody)
    {
        var page = await somebody.Browser.GetAsync("/privacy/export");
        page = await somebody.Browser.PressAsync(page, page.Text.Contains("Make a new file", StringComparison.Ordinal) ? "Make a new file" : "Make the file", ("do", "make"));
        Assert.Equal("/privacy/export", page.Path);
        await Site.UntilAsync(() => Site.InScopeAsync<ReadExport, ExportStanding?>(read => read.RunAsync(somebody.Id, CancellationToken.None)).Result?.ReadyAt is not null, "the export");
    }

    // A browser's download: the button's form, and the bytes that come.
    private async Task<byte[]?> FetchAsync(Browser browser)
    {
        var page = await browser.GetAsync("/privacy/export");
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = browser.Cookies, AllowAutoRedirect = false }) { BaseAddress = new Uri(Site.Address) };
        using var form = new FormUrlEncodedContent([new("check", page.Document.QuerySelector("main input[name=check]")!.GetAttribute("value")!), new("do", "fetch")]);
        using var answer = await http.PostAsync("/privacy/export", form);
        if (answer.StatusCode == HttpStatusCode.Redirect)
        {
            return null;
        }

        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static (string Json, string Html) Open(byte[]? content)
    {
        using var zip = new ZipArchive(new MemoryStream(content!));
        Assert.Equal([ExportArchive.Json, ExportArchive.Html], zip.Entries.Select(entry => entry.FullName));
        var files = zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }).ToList();
        using var parsed = JsonDocument.Parse(files[0]);
        Assert.True(parsed.RootElement.GetProperty("data").TryGetProperty("devices", out _));
        return (files[0], WebUtility.HtmlDecode(files[1]));
    }

    /// <summary>A room that cannot say what it has.</summary>
    private sealed class Broken : IPersonalData
    {
        public IReadOnlyCollection<Type> Tables => [];

        public Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation) => throw new InvalidOperationException("The drawer is stuck.");

        public Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation) => Task.CompletedTask;
    }

    /// <summary>A room that never finishes.</summary>
    private sealed class Slow : IPersonalData
    {
        public IReadOnlyCollection<Type> Tables => [];

        public async Task<IReadOnlyList<PersonalSection>> TellAsync(PersonalOwner whose, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        }

        public Task DeleteAsync(PersonalOwner whose, CancellationToken cancellation) => Task.CompletedTask;
    }
}
