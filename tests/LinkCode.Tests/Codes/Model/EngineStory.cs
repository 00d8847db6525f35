using System.Security.Cryptography;
using System.Text;
using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Model;

/// <summary>Tells a story to the whole engine, memory and database, by the actions that pages and endpoints call.</summary>
internal sealed class EngineStory(TestServer server, FrozenClock clock, IReadOnlyList<Guid> accounts)
{
    private readonly Requested?[] requests = new Requested?[2];

    /// <summary>Tells it. Null when engine and model agreed to the end, otherwise where they did not.</summary>
    public async Task<string?> TellAsync(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            await using var scope = server.Services.CreateAsyncScope();
            var (expected, actual) = await DoAsync(step, requests[step.Link], accounts[step.Who], scope.ServiceProvider);
            if (expected != actual)
            {
                return $"{step}: the model says {expected}, the engine {actual}";
            }

            foreach (var request in requests.OfType<Requested>())
            {
                var row = await scope.ServiceProvider.GetRequiredService<LinkCodeDb>().Set<LinkRequest>().AsNoTracking().SingleOrDefaultAsync(link => link.Id == request.Model.Id);
                if (LinkModel.Describe(row) != request.Model.ToString())
                {
                    return $"{step}: the model has {request.Model}, the row {LinkModel.Describe(row)}";
                }
            }
        }

        return null;
    }

    private async Task<(string Expected, string Actual)> DoAsync(Step step, Requested? request, Guid who, IServiceProvider doors)
    {
        var now = clock.Now;
        if (step.Deed == Deed.Wait)
        {
            clock.Now = step.End(request?.Model, now);
            return ("", "");
        }

        if (request is null)
        {
            requests[step.Link] = await StartAsync(doors, sendsChallenge: step.TicksOff >= 0);
            return ("", "");
        }

        var (model, code) = (request.Model, request.Code);
        var app = doors.GetRequiredService<AppDirectory>();
        switch (step.Deed)
        {
            case Deed.Hold:
                model.Hold(now);
                await doors.GetRequiredService<HoldCodes>().HoldAsync(code, CancellationToken.None);
                return ("", "");
            case Deed.Claim when step.TicksOff > 0:
                var mayKeep = model.State == LinkState.Claimed && model.Claim(now, who, LinkedHow.Typed);
                return ($"{mayKeep}", $"{await doors.GetRequiredService<EnterCode>().KeepAsync(code, LinkedHow.Typed, who, CancellationToken.None)}");
            case Deed.Claim:
                var account = await doors.GetRequiredService<ReadAccount>().RunAsync(who, CancellationToken.None);
                var isClaimed = model.Claim(now, who, LinkedHow.Typed);
                return (isClaimed ? "Claimed" : Own(model, who, now) ?? "NotWorking", Describe(await doors.GetRequiredService<EnterCode>().RunAsync(code, LinkedHow.Typed, account!, "198.51.100.1", CancellationToken.None)));
            case Deed.Release:
                model.Release(now, who);
                await doors.GetRequiredService<ReleaseLink>().RunAsync(code, who, CancellationToken.None);
                return ("", "");
            case Deed.Approve:
                var wasOpen = model.State == LinkState.Claimed && model.IsOpen(now) && model.OwnerId == who;
                return (model.Approve(now, who) ? "Done" : wasOpen ? "TooFast" : Own(model, who, now) ?? "NotYours", Describe(await doors.GetRequiredService<ApproveLink>().RunAsync(code, who, proven: null, "", CancellationToken.None)));
            case Deed.Deny:
                return (model.Deny(now, who) ? "Done" : Own(model, who, now) ?? "NotYours", Describe(await doors.GetRequiredService<DenyLink>().RunAsync(code, who, CancellationToken.None)));
            case Deed.Withdraw:
                var own = await doors.GetRequiredService<FindOwnLink>().RunAsync(code, who, CancellationToken.None);
                return ($"{model.Withdraw(now, who)}", $"{own is not null && await doors.GetRequiredService<WithdrawLink>().RunAsync(own, who, "")}");
            case Deed.Cancel or Deed.CancelAsAnotherApp:
                var by = step.Deed == Deed.Cancel ? model.AppId : Guid.NewGuid();
                return ($"{model.Cancel(now, by)}", $"{await doors.GetRequiredService<CancelLink>().RunAsync(request.DeviceCode, by)}");
            case Deed.RedeemAsAnotherApp:
                return ("Refused", await PollAsync(doors, request, app.Find("demo-cli")!, request.Verifier));
            case Deed.StartWithTheSameCode:
                return (request.Polls.Poll(now, hasProof: false, request.Verifier.Length > 0), await PollAsync(doors, request, app.Find(model.AppId)!, request.WrongVerifier));
            case Deed.Start or Deed.Expire:
                return (request.Polls.Poll(now, hasProof: true, request.Verifier.Length > 0), await PollAsync(doors, request, app.Find(model.AppId)!, request.Verifier));
            case Deed.Redeem:
                return await RedeemAsync(doors, request);
            case Deed.Forget:
                return await ForgetAsync(doors);
            default:
                throw new InvalidOperationException("A deed is not handled.");
        }
    }

    // Polls and redeems with what the poll found, which an owner or another poll may have ended meanwhile.
    private async Task<(string Expected, string Actual)> RedeemAsync(IServiceProvider doors, Requested request)
    {
        var now = clock.Now;
        var expected = request.Polls.Poll(now, hasProof: true, request.Verifier.Length > 0);
        var (answer, _) = await doors.GetRequiredService<PollLink>().RunAsync(request.DeviceCode, doors.GetRequiredService<AppDirectory>().Find(request.Model.AppId)!, new PollProof(request.Verifier, Key: null), TimeSpan.Zero, CancellationToken.None);
        if (answer is PollAnswer.Approved approved)
        {
            request.Seen = approved.Link;
        }

        return request.Seen is not { } seen ? (expected, PollModel.Describe(answer)) : (
            $"{expected}, {request.Model.Redeem(now, request.Model.AppId, seen.OwnerId!.Value)}",
            $"{PollModel.Describe(answer)}, {await doors.GetRequiredService<RedeemLink>().RunAsync(seen, _ => { })}");
    }

    private async Task<(string Expected, string Actual)> ForgetAsync(IServiceProvider doors)
    {
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = requests[i]?.Model.IsForgotten(clock.Now) == true ? null : requests[i];
        }

        _ = doors.GetRequiredService<LinkIndex>().RemoveEndedBefore(clock.Now, _ => { }).Sum();
        await doors.GetRequiredService<LinkStore>().DeleteEndedAsync(clock.Now - LinkTimes.Memory, atMost: 500);
        return ("", "");
    }

    private async Task<Requested> StartAsync(IServiceProvider doors, bool sendsChallenge)
    {
        var app = doors.GetRequiredService<AppDirectory>().Find("demo-tv")!;
        var verifier = sendsChallenge ? TestDevice.Base64Url(RandomNumberGenerator.GetBytes(32)) : "";
        var challenge = sendsChallenge ? SHA256.HashData(Encoding.ASCII.GetBytes(verifier)) : null;
        var answer = await doors.GetRequiredService<StartLink>().RunAsync(new LinkQuestion(app, app.DefaultScopes, challenge, "192.0.2.1", DeviceFacts.None), CancellationToken.None);
        var started = Assert.IsType<StartAnswer.Started>(answer);
        Assert.True(DeviceCode.TryRead(started.DeviceCode, doors.GetRequiredService<CodeKeys>(), out var code));
        return new Requested(new LinkModel(code.Id, app.Id, clock.Now, app.CodeLifetime), started.DeviceCode, started.UserCode, verifier);
    }

    private static async Task<string> PollAsync(IServiceProvider doors, Requested request, AppCard app, string verifier) =>
        PollModel.Describe((await doors.GetRequiredService<PollLink>().RunAsync(request.DeviceCode, app, new PollProof(verifier, Key: null), TimeSpan.Zero, CancellationToken.None)).Answer);

    // The last owner may know how it ended; nobody else.
    private static string? Own(LinkModel model, Guid who, DateTimeOffset now) =>
        model.OwnerId == who ? $"Ended {model.State} {model.State == LinkState.Expired || model.IsOver(now)}" : null;

    private static string Describe(EnterAnswer answer) => answer is EnterAnswer.Ended ended ? $"Ended {ended.State} {ended.HasExpired}" : answer.GetType().Name;

    private static string Describe(DecideAnswer answer) => answer is DecideAnswer.Ended ended ? $"Ended {ended.State} {ended.HasExpired}" : answer.GetType().Name;

    /// <summary>One request: what the device and its person hold, and what the model says of it.</summary>
    private sealed record Requested(LinkModel Model, string DeviceCode, UserCode Code, string Verifier)
    {
        public PollModel Polls { get; } = new(Model);

        /// <summary>Whoever has none sends one, whoever has one sends none.</summary>
        public string WrongVerifier => Verifier.Length > 0 ? "" : "a verifier of nobody at all, long enough to be one";

        /// <summary>The approval that a poll found; redeemed again and again, whatever became of it.</summary>
        public LinkRequest? Seen { get; set; }
    }
}
