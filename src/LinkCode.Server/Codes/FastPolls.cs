using System.Buffers;
using System.Globalization;
using System.Text;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LinkCode.Server.Codes;

/// <summary>
/// Answers waiting polls of public apps before routing: form bytes, signature, one look-up, prepared bytes.
/// Whatever it does not fully understand goes on to the full endpoint, with the same outcome.
/// </summary>
internal sealed class FastPolls
{
    private const int LongestForm = 1024;
    private static readonly StringValues Json = "application/json;charset=UTF-8";
    private static readonly StringValues NoStore = "no-store";
    private readonly RequestDelegate next;
    private readonly AppDirectory apps;
    private readonly PollLink poll;
    private readonly CodeKeys keys;
    private readonly bool isHttps;
    private readonly byte[] waiting;
    private readonly byte[] claimed;
    private readonly byte[] slowDown;

    public FastPolls(RequestDelegate next, AppDirectory apps, PollLink poll, CodeKeys keys, IOptions<SiteOptions> site)
    {
        (this.next, this.apps, this.poll, this.keys) = (next, apps, poll, keys);
        isHttps = site.Value.IsHttps;
        var pending = $"{{\"error\":\"authorization_pending\",\"error_description\":\"Nobody has decided yet. Poll again after the interval.\",\"error_uri\":\"{site.Value.Link("errors/authorization_pending")}\"";
        waiting = Encoding.UTF8.GetBytes(pending + ",\"link_status\":\"waiting\",\"expires_in\":");
        claimed = Encoding.UTF8.GetBytes(pending + ",\"link_status\":\"claimed\",\"confirm\":\"##\",\"expires_in\":");
        slowDown = Encoding.UTF8.GetBytes($"{{\"error\":\"slow_down\",\"error_description\":\"Polled too early. The interval is five seconds longer from now on.\",\"error_uri\":\"{site.Value.Link("errors/slow_down")}\",\"interval\":");
    }

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.Value != "/oauth/token" || !HttpMethods.IsPost(request.Method) || (isHttps && !request.IsHttps) || !PlainForm.Is(request, LongestForm))
        {
            return next(context);
        }

        return PlainForm.TryRead(request, out var form) ? AnswerAsync(context, form) : ReadAsync(context);
    }

    private async Task ReadAsync(HttpContext context) =>
        await (await PlainForm.ReadAsync(context) is { } form ? AnswerAsync(context, form) : next(context));

    // What is answered here is read to its end; otherwise nothing is consumed, so that the full endpoint reads the same bytes.
    private Task AnswerAsync(HttpContext context, ReadOnlySequence<byte> form)
    {
        var answer = FromMemory(form, out var code);
        if (answer.Word == MemoryWord.Pending && Preference.Wait(context.Request.Headers, poll) is { Ticks: > 0 } wait)
        {
            return HoldAsync(context, form, code, answer, wait);
        }

        return FinishAsync(context, form, answer);
    }

    private async Task HoldAsync(HttpContext context, ReadOnlySequence<byte> form, DeviceCode code, MemoryAnswer known, TimeSpan wait)
    {
        var answer = await poll.WaitAsync(code, known, wait, context.RequestAborted);
        context.Response.Headers["Preference-Applied"] = Preference.Applied(wait);
        await FinishAsync(context, form, answer);
    }

    private Task FinishAsync(HttpContext context, ReadOnlySequence<byte> form, in MemoryAnswer answer)
    {
        if (answer.Word == MemoryWord.None)
        {
            context.Request.BodyReader.AdvanceTo(form.Start);
            return next(context);
        }

        context.Request.BodyReader.AdvanceTo(form.End);
        if (answer.Word == MemoryWord.SlowDown)
        {
            Fill(context.Response, slowDown, answer.Number, confirm: 0);
        }
        else if (answer.State == LinkState.Claimed)
        {
            Fill(context.Response, claimed, answer.Number, answer.ConfirmNumber);
        }
        else
        {
            Fill(context.Response, waiting, answer.Number, confirm: 0);
        }

        var flush = context.Response.BodyWriter.FlushAsync();
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : flush.AsTask();
    }

    private MemoryAnswer FromMemory(ReadOnlySequence<byte> body, out DeviceCode code)
    {
        if (body.IsSingleSegment)
        {
            return FromMemory(body.FirstSpan, out code);
        }

        Span<byte> copy = stackalloc byte[LongestForm];
        body.CopyTo(copy);
        return FromMemory(copy[..(int)body.Length], out code);
    }

    private MemoryAnswer FromMemory(ReadOnlySpan<byte> body, out DeviceCode code)
    {
        code = default;
        if (!PollForm.TryRead(body, out var form) || form.ClientId.Length > 60)
        {
            return default;
        }

        Span<char> clientId = stackalloc char[60];
        var letters = Encoding.Latin1.GetChars(form.ClientId, clientId);
        return apps.Find(clientId[..letters]) is { IsPublic: true, MayUseDeviceCodes: true } app && DeviceCode.TryRead(form.DeviceCode, keys, out code)
            ? poll.FromMemory(code, app.Id, form.Verifier)
            : default;
    }

    private void Fill(HttpResponse response, byte[] prepared, int number, int confirm)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.Headers.ContentType = Json;
        SecurityHeaders.WriteForMachines(response.Headers, isHttps);
        response.Headers.CacheControl = NoStore;
        var target = response.BodyWriter.GetSpan(prepared.Length + 16);
        prepared.CopyTo(target);
        var place = confirm > 0 ? target[..prepared.Length].IndexOf("##"u8) : -1;
        if (place >= 0)
        {
            confirm.TryFormat(target.Slice(place, 2), out _, "00", CultureInfo.InvariantCulture);
        }

        number.TryFormat(target[prepared.Length..], out var digits, provider: CultureInfo.InvariantCulture);
        target[prepared.Length + digits] = (byte)'}';
        var total = prepared.Length + digits + 1;
        response.ContentLength = total;
        response.BodyWriter.Advance(total);
    }
}
