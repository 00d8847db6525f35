using System.Buffers.Binary;
using System.Security.Cryptography;
using LinkCode.Server.Apps;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>What a device asks with (RFC 8628 §3.1).</summary>
internal sealed record LinkQuestion(AppCard App, string Scopes, byte[]? Challenge, string Network, DeviceFacts Facts);

/// <summary>Answers to <see cref="StartLink"/>.</summary>
internal abstract record StartAnswer
{
    private StartAnswer()
    {
    }

    /// <summary>The codes to show and to poll with.</summary>
    public sealed record Started(string DeviceCode, UserCode UserCode, TimeSpan Lifetime, int IntervalSeconds) : StartAnswer;

    /// <summary>The app or network asks too often; try again after the given time.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : StartAnswer;
}

/// <summary>Begins a link request: a device code for the device, a user code for its owner.</summary>
internal sealed class StartLink(LinkIndex index, LiveCounts live, LinkStore store, CodeKeys keys, StartLimits limits, IOptions<CodesOptions> options, TimeProvider time)
{
    private const int MostTries = 8;

    public async Task<StartAnswer> RunAsync(LinkQuestion question)
    {
        if (limits.Take(question.Network) is { } wait)
        {
            return new StartAnswer.Busy(wait);
        }

        if (live.Of(question.App.Id) >= options.Value.LiveCodesPerApp)
        {
            return new StartAnswer.Busy(TimeSpan.FromMinutes(1));
        }

        for (var tries = 0; tries < MostTries; tries++)
        {
            var now = time.GetUtcNow();
            var length = CodeLength.For(live.All, options.Value.GuessesInAll, question.App.UsesDigits);
            var userCode = UserCode.Create(length, question.App.UsesDigits);
            var hash = keys.Hash(userCode.Value);
            var link = Request(question, hash, now);
            var entry = Entry(link, keys, options.Value.IntervalSeconds);

            // The index refuses a live user code first; the table's unique index refuses it for every other node.
            if (!index.TryAdd(entry))
            {
                continue;
            }

            if (await InsertAsync(link, entry))
            {
                var deviceCode = new DeviceCode(link.Id, now, DeviceCode.MarkOf(link.AppId));
                return new StartAnswer.Started(deviceCode.Reveal(keys), userCode, question.App.CodeLifetime, entry.IntervalSeconds);
            }
        }

        return new StartAnswer.Busy(TimeSpan.FromSeconds(10));
    }

    /// <summary>What memory keeps of a request, new or found in the table after a restart.</summary>
    public static LinkEntry Entry(LinkRequest link, CodeKeys keys, int intervalSeconds) => new()
    {
        Id = link.Id,
        AppId = link.AppId,
        Network = link.Network,
        UserCodeHash = BinaryPrimitives.ReadUInt128BigEndian(link.UserCodeHash),
        Installation = link.Facts.InstallationId.Length == 0 ? 0 : keys.Hash($"{link.AppId} {link.Network} {link.Facts.InstallationId}"),
        HardStopAt = link.HardStopAt,
        Challenge = link.Challenge,
        ConfirmNumber = (byte)link.ConfirmNumber,
        State = link.State,
        ExpiresAt = link.ExpiresAt,
        IntervalSeconds = intervalSeconds,
    };

    private async Task<bool> InsertAsync(LinkRequest link, LinkEntry entry)
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
                index.Remove(entry);
            }
        }
    }

    private static LinkRequest Request(LinkQuestion question, UInt128 hash, DateTimeOffset now)
    {
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id);
        return new LinkRequest
        {
            Id = new Guid(id),
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
