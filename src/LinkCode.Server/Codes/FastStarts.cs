using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using LinkCode.Server.Apps;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Codes;

/// <summary>
/// Answers devices of public apps that ask for codes, before routing: form bytes, the app from memory, one commit, one line of
/// JSON. Whatever it does not fully understand goes on to the full endpoint, with the same outcome.
/// </summary>
internal sealed class FastStarts
{
    /// <summary>The longest form looked at, in bytes.</summary>
    public const int LongestForm = 2048;

    private readonly RequestDelegate next;
    private readonly AppDirectory apps;
    private readonly StartLink start;
    private readonly SiteOptions site;
    private readonly string address;
    private readonly string busy;

    public FastStarts(RequestDelegate next, AppDirectory apps, StartLink start, IOptions<SiteOptions> site)
    {
        (this.next, this.apps, this.start, this.site) = (next, apps, start, site.Value);
        address = Escape(site.Value.Link("link"));
        busy = $"{{\n  \"error\": \"temporarily_unavailable\",\n  \"error_description\": \"{StartAnswer.BusyWords}\",\n  \"error_uri\": \"{Escape(site.Value.Link("errors/temporarily_unavailable"))}\"\n}}";
    }

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        return request.Path.Value == "/oauth/device" && HttpMethods.IsPost(request.Method) && (!site.IsHttps || request.IsHttps) && PlainForm.Is(request, LongestForm)
            && request.Headers.AcceptLanguage.Count == 0 && request.Headers.Cookie.Count == 0
            ? ReadAsync(context)
            : next(context);
    }

    private async Task ReadAsync(HttpContext context)
    {
        if (!PlainForm.TryRead(context.Request, out var form))
        {
            if (await PlainForm.ReadAsync(context) is not { } later)
            {
                await next(context);
                return;
            }

            form = later;
        }

        if (Understand(form, context) is not { } question)
        {
            context.Request.BodyReader.AdvanceTo(form.Start);
            await next(context);
            return;
        }

        context.Request.BodyReader.AdvanceTo(form.End);
        await AnswerAsync(context.Response, question);
    }

    private async Task AnswerAsync(HttpResponse response, LinkQuestion question)
    {
        StartAnswer answer;
        try
        {
            answer = await start.RunAsync(question, response.HttpContext.RequestAborted);
        }
        catch (Exception error) when (error is System.Data.Common.DbException || StoreTrouble.IsOfTheConnection(error))
        {
            // The writer has logged it; what could not be stored was not given out.
            answer = new StartAnswer.Busy(StoreTrouble.RetryAfter, IsFull: true);
        }

        switch (answer)
        {
            case StartAnswer.Started started:
                Write(response, started, question.App);
                break;
            case StartAnswer.Busy wait:
                response.StatusCode = wait.Status;
                response.RetryAfter(wait.RetryAfter);
                Write(response, busy);
                break;
            default:
                throw new InvalidOperationException("An answer of StartLink is not handled.");
        }

        await response.BodyWriter.FlushAsync();
    }

    private LinkQuestion? Understand(ReadOnlySequence<byte> form, HttpContext context)
    {
        Span<byte> copy = stackalloc byte[LongestForm];
        form.CopyTo(copy);
        return StartForm.TryRead(copy[..(int)form.Length], out var read) ? PlainQuestion.From(read, apps, context.Connection.RemoteIpAddress) : null;
    }

    private void Write(HttpResponse response, StartAnswer.Started started, AppCard app)
    {
        var code = started.UserCode.Grouped;
        var complete = app.AllowsCompleteLink ? $"\n  \"verification_uri_complete\": \"{address}?user_code={Uri.EscapeDataString(code)}\"," : "";
        Write(response, $"{{\n  \"device_code\": \"{started.DeviceCode}\",\n  \"user_code\": \"{code}\",\n  \"verification_uri\": \"{address}\",{complete}\n  \"expires_in\": {(long)started.Lifetime.TotalSeconds},\n  \"verification_url\": \"{address}\",\n  \"interval\": {started.IntervalSeconds}\n}}");
    }

    private void Write(HttpResponse response, string json)
    {
        var headers = response.Headers;
        SecurityHeaders.Write(headers, site.IsHttps);
        headers.ContentType = "application/json;charset=UTF-8";
        headers.CacheControl = "no-store";
        headers.ContentLanguage = "en";
        headers.Expires = "Thu, 01 Jan 1970 00:00:00 GMT";
        headers.Pragma = "no-cache";
        var target = response.BodyWriter.GetSpan(Encoding.UTF8.GetMaxByteCount(json.Length));
        var length = Encoding.UTF8.GetBytes(json, target);
        response.ContentLength = length;
        response.BodyWriter.Advance(length);
    }

    private static string Escape(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
}
