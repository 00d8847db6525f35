using LinkCode.Server.Accounts;
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

    [Fact]
    public async Task Links_of_mails_go_when_their_time_is_over_and_ended_sessions_when_their_cookies_are()
    {
        await using var server = await TestServer.StartAsync();
        var (now, sessions) = (server.Clock.GetUtcNow(), server.Services.GetRequiredService<EndedSessions>());
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<LinkCodeDb>();
            db.Add(new PendingSignUp { KeyHash = [1], Address = "a@example.org", DisplayName = "A", PasswordHash = "", ExpiresAt = now + PendingSignUp.Lifetime });
            db.Add(new PasswordReset { KeyHash = [2], ExpiresAt = now + PasswordReset.Lifetime });
            db.Add(new Invitation { KeyHash = [3], ExpiresAt = now + Invitation.Lifetime });
            sessions.Add(db, "session");
            await db.SaveChangesAsync();
        }

        Assert.Equal((1, 1, 1, 1), await LeftAsync(TimeSpan.Zero));
        Assert.Equal((1, 0, 1, 1), await LeftAsync(TimeSpan.FromHours(2)));
        Assert.Equal((0, 0, 1, 1), await LeftAsync(TimeSpan.FromDays(1)));
        Assert.Equal((0, 0, 0, 1), await LeftAsync(TimeSpan.FromDays(7)));
        Assert.True(sessions.Contains("session"));
        Assert.Equal((0, 0, 0, 0), await LeftAsync(TimeSpan.FromDays(83)));
        Assert.False(sessions.Contains("session"));

        async Task<(int SignUps, int Resets, int Invitations, int Sessions)> LeftAsync(TimeSpan later)
        {
            server.Clock.Advance(later);
            await server.Services.GetRequiredService<ForgetEnded>().RunAsync(CancellationToken.None);
            return (await CountAsync<PendingSignUp>(server, _ => true), await CountAsync<PasswordReset>(server, _ => true),
                await CountAsync<Invitation>(server, _ => true), await CountAsync<EndedSession>(server, _ => true));
        }
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
