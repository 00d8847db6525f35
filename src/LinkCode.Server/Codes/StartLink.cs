using System.Security.Cryptography;
using LinkCode.Server.Apps;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>What a device asks with (RFC 8628 §3.1).</summary>
internal sealed record LinkQuestion(AppCard App, string Scopes, byte[]? Challenge, string Network, DeviceFacts Facts);

/// <summary>Answers to <see cref="StartLink"/>.</summary>
internal abstract record StartAnswer
{
    /// <summary>The same sentence by whatever way it is asked.</summary>
    public const string BusyWords = "Too many codes were asked for. Try again later.";

    private StartAnswer()
    {
    }

    /// <summary>The codes to show and to poll with.</summary>
    public sealed record Started(string DeviceCode, UserCode UserCode, TimeSpan Lifetime, int IntervalSeconds) : StartAnswer;

    /// <summary>The app or network asks too often, or there is no room for anybody; try again after the given time.</summary>
    public sealed record Busy(TimeSpan RetryAfter, bool IsFull = false) : StartAnswer
    {
        /// <summary>429 when it is the asker's doing, 503 when it is ours.</summary>
        public int Status => IsFull ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
    }
}

/// <summary>Begins a link request: a device code for the device, a user code for its owner.</summary>
internal sealed class StartLink(LinkIndex index, LiveCounts live, LinkStore store, CodeKeys keys, StartLimits limits, IOptions<CodesOptions> options, TimeProvider time)
{
    private const int MostTries = 8;

    public async Task<StartAnswer> RunAsync(LinkQuestion question, CancellationToken gone)
    {
        if (await limits.EnterAsync(question.App.Id, question.Network, gone) is { } busy)
        {
            return busy;
        }

        try
        {
            return await StartAsync(question);
        }
        finally
        {
            limits.Leave(question.App.Id);
        }
    }

    private async Task<StartAnswer> StartAsync(LinkQuestion question)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var now = time.GetUtcNow();
            var length = CodeLength.For(live.All, options.Value.GuessesInAll, question.App.CodeLifetime, question.App.UsesDigits);
            var userCode = UserCode.Create(length, question.App.UsesDigits);
            var hash = keys.Hash(userCode.Value);
            var link = Request(question, hash, now);
            var interval = PollInterval.For(index.Count, options.Value.IntervalSeconds, options.Value.PollsPerSecond);
            var entry = LinkEntry.Of(link, keys, interval);

            // The index refuses a live user code first; the table's unique index refuses it for every other node.
            if (!index.TryAdd(entry))
            {
                continue;
            }

            if (await InsertAsync(link))
            {
                var deviceCode = new DeviceCode(link.Id, now, DeviceCode.MarkOf(link.AppId));
                return new StartAnswer.Started(deviceCode.Reveal(keys), userCode, question.App.CodeLifetime, entry.IntervalSeconds);
            }
        }

        return new StartAnswer.Busy(TimeSpan.FromSeconds(10));
    }

    private async Task<bool> InsertAsync(LinkRequest link)
    {
        var isStored = false;
        try
        {
            isStored = await store.InsertAsync(link);
            return isStored;
        }
        finally
        {
            if (!isStored)
            {
                index.Remove(link.Id);
            }
        }
    }

    private static LinkRequest Request(LinkQuestion question, UInt128 hash, DateTimeOffset now)
    {
        return new LinkRequest
        {
            Id = DeviceCode.NewId(now),
            DeviceId = Guid.CreateVersion7(now),
            AppId = question.App.Id,
            UserCodeHash = LinkStore.Bytes(hash),
            CreatedAt = now,
            ExpiresAt = now + question.App.CodeLifetime,
            HardStopAt = now + LinkTimes.HardStop,
            Scopes = question.Scopes,
            Challenge = question.Challenge,
            ConfirmNumber = RandomNumberGenerator.GetInt32(10, 100),
            Network = question.Network,
            Facts = question.Facts,
        };
    }
}
