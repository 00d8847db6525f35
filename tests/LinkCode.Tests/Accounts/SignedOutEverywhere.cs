using System.Net;
using AngleSharp.Html.Dom;
using LinkCode.Server.Accounts;
using LinkCode.Tests.Accounts.Profile;
using LinkCode.Tests.Codes.Pages;

namespace LinkCode.Tests.Accounts;

/// <summary>Out is out: what was on its way at that moment brings nobody back.</summary>
public sealed class SignedOutEverywhere(LinkSite link) : IClassFixture<LinkSite>
{
    private Site Site => link.Site;

    [Fact]
    public async Task A_yes_that_no_device_has_fetched_is_taken_back()
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync();
        await link.LinkAsync(owner, device);
        await SignOutAsync(address);
        Site.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task A_code_that_somebody_is_about_to_approve_is_dead()
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var device = await link.DeviceAsync();
        var review = await LinkSite.TypeAsync(owner, device.UserCode);
        await SignOutAsync(address);
        Assert.NotEqual(HttpStatusCode.InternalServerError, (await link.AnswerAsync(owner, review, "yes")).Status);
        Site.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("access_denied", (await device.PollAsync()).Error);
    }

    [Fact]
    public async Task A_picture_that_is_sent_slowly_gives_no_session_back()
    {
        var (owner, address) = await link.AddressedPersonAsync();
        var form = await owner.GetAsync("/profile/picture");
        var check = ((IHtmlInputElement)form.Document.QuerySelector("form input[name=check]")!).Value;
        using var slow = await SlowContent.OfAsync(new MultipartFormDataContent { { new StringContent(check), "check" }, { new ByteArrayContent(Pictures.Png), "picture", "a.png" } });
        var sending = owner.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/profile/picture") { Content = slow });
        await slow.HalfSent;
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await SignOutAsync(address);
        slow.GoOn();
        Assert.Equal("/sign-in", (await sending).Path.Split('?')[0]);
        Site.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await owner.IsSignedInAsync());

        await owner.SignInAsync(address);
        Assert.Empty((await owner.GetAsync("/profile")).Document.QuerySelectorAll("main img"));
    }

    private async Task SignOutAsync(string address) =>
        Assert.True(await Site.InScopeAsync<SignOutEverywhere, bool>(everywhere => everywhere.RunAsync(address, CancellationToken.None)));

    /// <summary>A body whose second half waits for a word.</summary>
    private sealed class SlowContent(byte[] body) : HttpContent
    {
        private readonly TaskCompletionSource half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HalfSent => half.Task;

        public static async Task<SlowContent> OfAsync(HttpContent content)
        {
            var slow = new SlowContent(await content.ReadAsByteArrayAsync());
            slow.Headers.ContentType = content.Headers.ContentType;
            return slow;
        }

        public void GoOn() => rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(body.AsMemory(0, body.Length / 2));
            await stream.FlushAsync();
            half.SetResult();
            await rest.Task;
            await stream.WriteAsync(body.AsMemory(body.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
