using System.Buffers;
using System.Security.Cryptography;

namespace LinkCode.Bench.Subjects;

/// <summary>What the framework costs when nothing is decided: one endpoint that reads the form, one middleware that reads the bytes.</summary>
internal static class BareServer
{
    private static readonly byte[] Answer = """{"error":"authorization_pending","error_description":"Nobody has decided yet. Poll again after the interval.","error_uri":"http://localhost/errors/authorization_pending","link_status":"waiting","expires_in":600}"""u8.ToArray();

    public static async Task RunAsync(string kind, string address, string folder)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        if (kind != "form")
        {
            // As our server is set up (decisions 0024 and 0026): the limit is what this framework can do, not what it does by default.
            builder.WebHost.UseSockets(options => options.IOQueueCount = 0);
            ThreadPool.SetMinThreads(16, 1);
        }

        var app = builder.Build();
        switch (kind)
        {
            case "pipe":
                app.Run(AnswerBytesAsync);
                break;
            case "links":
                BareLinks.Answer(app, folder);
                break;
            default:
                app.MapPost("/oauth/token", AnswerFormAsync);
                break;
        }

        await app.RunAsync();
    }

    private static async Task AnswerFormAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        await WriteAsync(context, form.ContainsKey("device_code"));
    }

    private static async Task AnswerBytesAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAtLeastAsync((int)context.Request.ContentLength!.Value);
        var isHashed = Hash(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        await WriteAsync(context, isHashed);
    }

    private static bool Hash(ReadOnlySequence<byte> body)
    {
        Span<byte> hash = stackalloc byte[32];
        return SHA256.TryHashData(body.FirstSpan, hash, out _);
    }

    private static async Task WriteAsync(HttpContext context, bool isUnderstood)
    {
        context.Response.StatusCode = isUnderstood ? 400 : 500;
        context.Response.ContentType = "application/json;charset=UTF-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = Answer.Length;
        await context.Response.BodyWriter.WriteAsync(Answer);
    }
}
