using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using LinkCode.Server.Apps;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>
/// Answers waiting polls of public apps before routing: form bytes, signature, one look-up, prepared bytes.
/// Whatever it does not fully understand goes on to the full endpoint, with the same outcome.
/// </summary>
internal sealed class FastPolls
{
    private const int LongestForm = 1024;
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
        if (request.Path.Value != "/oauth/token" || !HttpMethods.IsPost(request.Method) || (isHttps && !request.IsHttps) || !IsPlain(request))
        {
            return next(context);
        }

        // The form mostly came in one piece with the head; then nothing here has to wait for anything.
        if (!context.Request.BodyReader.TryRead(out var read))
        {
            return ReadAsync(context);
        }

        if (read.Buffer.Length == request.ContentLength)
        {
            return AnswerAsync(context, read.Buffer);
        }

        context.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return ReadAsync(context);
    }

    private static bool IsPlain(HttpRequest request)
    {
        var headers = request.Headers;
        return request.ContentLength is > 0 and <= LongestForm
            && request.ContentType is "application/x-www-form-urlencoded" or "application/x-www-form-urlencoded;charset=UTF-8" or "application/x-www-form-urlencoded; charset=utf-8"
            && headers.Authorization.Count == 0
            && headers.ContentEncoding.Count == 0
            && !headers.ContainsKey("DPoP")
            && !headers.ContainsKey("Origin");
    }

    private async Task ReadAsync(HttpContext context)
    {
        var (reader, length) = (context.Request.BodyReader, context.Request.ContentLength!.Value);
        ReadResult read;
        try
        {
            read = await reader.ReadAtLeastAsync((int)length, context.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // Less came than was announced. The full endpoint meets the same and says so.
            await next(context);
            return;
        }

        if (read.Buffer.Length == length)
        {
            await AnswerAsync(context, read.Buffer);
            return;
        }

        reader.AdvanceTo(read.Buffer.Start);
        await next(context);
    }

    // What is answered here is read to its end; otherwise nothing is consumed, so that the full endpoint reads the same bytes.
    private Task AnswerAsync(HttpContext context, ReadOnlySequence<byte> form)
    {
        var answer = FromMemory(form, out var code);
        if (answer is PollAnswer.Pending known && Preference.Wait(context.Request.Headers, poll) is { Ticks: > 0 } wait)
        {
            return HoldAsync(context, form, code, known, wait);
        }

        context.Request.BodyReader.AdvanceTo(answer is null ? form.Start : form.End);
        return answer is null ? next(context) : WriteAsync(context.Response, answer);
    }

    private async Task HoldAsync(HttpContext context, ReadOnlySequence<byte> form, DeviceCode code, PollAnswer.Pending known, TimeSpan wait)
    {
        var answer = await poll.WaitAsync(code, known, wait, context.RequestAborted);
        context.Response.Headers["Preference-Applied"] = Preference.Applied(wait);
        context.Request.BodyReader.AdvanceTo(answer is null ? form.Start : form.End);
        await (answer is null ? next(context) : WriteAsync(context.Response, answer));
    }

    private PollAnswer? FromMemory(ReadOnlySequence<byte> body, out DeviceCode code)
    {
        code = default;
        Span<byte> copy = stackalloc byte[LongestForm];
        body.CopyTo(copy);
        if (!PollForm.TryRead(copy[..(int)body.Length], out var form) || form.ClientId.Length > 60)
        {
            return null;
        }

        Span<char> clientId = stackalloc char[60];
        var letters = Encoding.Latin1.GetChars(form.ClientId, clientId);
        return apps.Find(clientId[..letters]) is { IsPublic: true, MayUseDeviceCodes: true } app && DeviceCode.TryRead(form.DeviceCode, keys, out code)
            ? poll.FromMemory(code, app.Id, form.Verifier)
            : null;
    }

    private Task WriteAsync(HttpResponse response, PollAnswer answer)
    {
        switch (answer)
        {
            case PollAnswer.Pending { State: LinkState.Claimed } pending:
                Fill(response, claimed, pending.ExpiresInSeconds, pending.ConfirmNumber);
                break;
            case PollAnswer.Pending pending:
                Fill(response, waiting, pending.ExpiresInSeconds, confirm: 0);
                break;
            case PollAnswer.SlowDown slow:
                Fill(response, slowDown, slow.IntervalSeconds, confirm: 0);
                break;
            default:
                throw new InvalidOperationException("Memory answered something new.");
        }

        var flush = response.BodyWriter.FlushAsync();
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : flush.AsTask();
    }

    private void Fill(HttpResponse response, byte[] prepared, int number, int confirm)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.ContentType = "application/json;charset=UTF-8";
        SecurityHeaders.WriteForMachines(response.Headers, isHttps);
        response.Headers.CacheControl = "no-store";
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
