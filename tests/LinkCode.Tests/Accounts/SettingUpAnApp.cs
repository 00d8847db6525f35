using System.Net;
using System.Text;
using LinkCode.Device;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Accounts;

public sealed class SettingUpAnApp(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>, IAsyncLifetime
{
    private readonly string ana = Site.NewAddress();
    private Browser owner = null!;

    private Site Site => fixture.Site;

    public async ValueTask InitializeAsync()
    {
        await Site.AccountAsync(ana);
        owner = Site.Browser();
        await owner.SignInAsync(ana);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_picture_and_the_text_are_the_same_key_and_nobody_keeps_them()
    {
        var shown = await BeginAsync();
        var key = shown.Document.QuerySelector(".key")!.TextContent;
        Assert.Matches("^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$", key);
        Assert.True(shown.IsNeverKept);

        var picture = await owner.GetAsync("/security/app/qr");
        var address = $"otpauth://totp/LinkCode:{Uri.EscapeDataString(ana)}?secret={key.Replace(" ", "", StringComparison.Ordinal)}&issuer=LinkCode";
        Assert.Equal(QrCode.Encode(address).ToSvg(), picture.Html);
        Assert.True(picture.IsNeverKept);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync("/security/app/qrs")).Status);
    }

    [Fact]
    public async Task It_counts_only_once_a_code_was_seen()
    {
        var shown = await BeginAsync();
        var app = new AppOnAPhone(shown.Document.QuerySelector(".key")!.TextContent, Site.Clock);
        var wrong = await owner.PressAsync(shown, "Check the code", ("do", "confirm"), ("code", app.WrongCode()));
        Assert.Contains("That code did not work", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(shown.Document.QuerySelector(".key")!.TextContent, wrong.Document.QuerySelector(".key")!.TextContent);

        var elsewhere = Site.Browser();
        await elsewhere.SignInAsync(ana);
        Assert.True(await elsewhere.IsSignedInAsync());

        var paper = await owner.PressAsync(wrong, "Check the code", ("do", "confirm"), ("code", app.Code()));
        Assert.Equal(10, SecondStepPages.OnPaper(paper).Count);
        Assert.True(paper.IsNeverKept);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync("/security/app/qr")).Status);
        Assert.Null((await owner.GetAsync("/security/app")).Document.QuerySelector(".key"));
        Assert.Equal("One more step", (await Site.Browser().SignInAsync(ana)).Heading);

        await Site.LetterAsync(ana, 1, "An authenticator app was set up");
    }

    [Fact]
    public async Task A_key_that_was_shown_half_an_hour_ago_is_not_shown_again()
    {
        await BeginAsync();
        Site.Clock.Advance(TimeSpan.FromMinutes(31));
        await owner.SignInAsync(ana);
        Assert.Null((await owner.GetAsync("/security/app")).Document.QuerySelector(".key"));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync("/security/app/qr")).Status);
    }

    [Fact]
    public async Task Begun_again_it_has_another_key()
    {
        var first = await BeginAsync();
        var second = await owner.PressAsync(first, "Begin again with another key", ("do", "begin"));
        Assert.NotEqual(first.Document.QuerySelector(".key")!.TextContent, second.Document.QuerySelector(".key")!.TextContent);
        var old = new AppOnAPhone(first.Document.QuerySelector(".key")!.TextContent, Site.Clock);
        Assert.Contains("That code did not work", (await owner.PressAsync(second, "Check the code", ("do", "confirm"), ("code", old.Code()))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_that_confirmed_it_signs_nobody_in()
    {
        var (app, _) = await SecondStepPages.SetUpAsync(Site, owner);
        var browser = Site.Browser();
        await browser.PressAsync(await browser.SignInAsync(ana), "Sign in", ("code", app.Code()));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Recovery_codes_come_with_something_to_recover()
    {
        var page = await owner.GetAsync("/security/recovery-codes");
        Assert.Contains("Set one up first", page.Text, StringComparison.Ordinal);
        Assert.Empty(SecondStepPages.OnPaper(await owner.PostAsync("/security/recovery-codes", [new("check", Check(await owner.GetAsync("/security/password")))])));
    }

    [Fact]
    [Trait(TestDatabase.Trait, TestDatabase.OnlySqlite)]
    public async Task Neither_keys_nor_recovery_codes_can_be_read_in_the_database_file()
    {
        var (app, paper) = await SecondStepPages.SetUpAsync(Site, owner);
        var text = new AppOnAPhone(Convert32(app.Key.ToArray()), Site.Clock);
        Assert.Equal(app.Key, text.Key);
        var key = app.Key.ToArray();
        var stored = Directory.EnumerateFiles(Site.Folder, "linkcode.db*").Select(ReadShared).ToList();
        Assert.Contains(stored, file => Holds(file, Encoding.UTF8.GetBytes(ana)));
        byte[][] secrets =
        [
            key, Encoding.ASCII.GetBytes(Convert32(key)), Encoding.ASCII.GetBytes(Convert.ToHexString(key)), Encoding.ASCII.GetBytes(Convert.ToBase64String(key)),
            .. paper.Select(Encoding.ASCII.GetBytes), .. paper.Select(code => Encoding.ASCII.GetBytes(code.Replace("-", "", StringComparison.Ordinal))),
        ];
        Assert.Equal(24, secrets.Length);
        Assert.DoesNotContain(secrets, secret => stored.Any(file => Holds(file, secret)));
    }

    private async Task<Page> BeginAsync() =>
        await owner.PressAsync(await owner.GetAsync("/security/app"), "Set up an authenticator app", ("do", "begin"));

    private static string Check(Page page) => page.Document.QuerySelector("input[name=check]")!.GetAttribute("value")!;

    private static bool Holds(byte[] file, byte[] part) => file.AsSpan().IndexOf(part) >= 0;

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static string Convert32(byte[] key)
    {
        var bits = string.Concat(key.Select(part => Convert.ToString(part, 2).PadLeft(8, '0')));
        return string.Concat(bits.Chunk(5).Select(five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(new string(five), 2)]));
    }
}
