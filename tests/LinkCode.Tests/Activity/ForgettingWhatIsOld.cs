using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Devices;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Activity;

/// <summary>The privacy page says how long things are kept; this is what makes it true.</summary>
public sealed class ForgettingWhatIsOld
{
    [Fact]
    public async Task Removed_devices_go_after_90_days_mails_after_30_and_events_after_400()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.Program();
        using var person = await WebPerson.AddAsync(server);
        var (gone, kept) = (await new TestDevice(http).AskAsync(), await new TestDevice(http).AskAsync());
        await person.LinkAsync(gone.UserCode);
        await gone.PollAsync();
        await gone.PostAsync("/oauth/revoke", ("client_id", "demo-tv"), ("token", gone.RefreshToken));
        await person.LinkAsync(kept.UserCode);
        await kept.PollAsync();
        await LinkCode.Tests.Accounts.Site.UntilAsync(() => CountAsync<OutgoingMail>(server, mail => mail.DueAt != null).Result == 0, "both letters sent");

        await ForgetAsync(server);
        Assert.Equal((2, 2), (await CountAsync<LinkCode.Server.Devices.Device>(server, _ => true), await CountAsync<OutgoingMail>(server, _ => true)));
        server.Clock.Advance(TimeSpan.FromDays(31));
        await ForgetAsync(server);
        Assert.Equal((2, 0), (await CountAsync<LinkCode.Server.Devices.Device>(server, _ => true), await CountAsync<OutgoingMail>(server, _ => true)));
        server.Clock.Advance(TimeSpan.FromDays(60));
        await ForgetAsync(server);
        Assert.Equal(1, await CountAsync<LinkCode.Server.Devices.Device>(server, _ => true));
        Assert.True(await CountAsync<AuditEvent>(server, _ => true) > 0);
        server.Clock.Advance(TimeSpan.FromDays(310));
        await ForgetAsync(server);
        Assert.Equal(0, await CountAsync<AuditEvent>(server, _ => true));
        Assert.Equal(1, await CountAsync<LinkCode.Server.Devices.Device>(server, _ => true));
    }

    private static async Task ForgetAsync(TestServer server)
    {
        await server.Services.GetRequiredService<ForgetOld>().RunAsync(CancellationToken.None);
        await server.Services.GetRequiredService<ForgetDevices>().RunAsync(CancellationToken.None);
    }

    private static async Task<int> CountAsync<T>(TestServer server, System.Linq.Expressions.Expression<Func<T, bool>> which)
        where T : class
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<T>().CountAsync(which);
    }
}
