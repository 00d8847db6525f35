using System.Net;
using System.Net.Sockets;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Looks;
using LinkCode.Server.Platform.Mail;
using Microsoft.Extensions.Options;

namespace LinkCode.Tests.Activity;

public sealed class MailServers
{
    private static readonly Letter Letter = new("A subject", "en") { Opening = ["First words."] };

    [Fact]
    public async Task Get_the_letter_by_smtp()
    {
        using var server = new SmtpServer("250 ok");
        await Mail(server).SendAsync("ana@example.org", Letter, TestContext.Current.CancellationToken);
        Assert.Contains("RCPT TO:<ana@example.org>", server.Heard, StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<link@example.org>", server.Heard, StringComparison.Ordinal);
        Assert.Contains("Subject: A subject", server.Heard, StringComparison.Ordinal);
        Assert.Contains("First words.", server.Heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_refuse_the_mailbox_end_the_matter()
    {
        using var server = new SmtpServer("550 no such mailbox ana@example.org");
        var error = await Assert.ThrowsAsync<MailRefusedException>(() => Mail(server).SendAsync("ana@example.org", Letter, TestContext.Current.CancellationToken));
        Assert.Equal("SMTP 550", error.Message);
    }

    [Fact]
    public async Task That_are_busy_are_tried_again()
    {
        using var server = new SmtpServer("451 later");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Mail(server).SendAsync("ana@example.org", Letter, TestContext.Current.CancellationToken));
        Assert.IsNotType<MailRefusedException>(error);
    }

    [Fact]
    public async Task That_cannot_encrypt_get_nothing_unless_the_operator_said_so()
    {
        using var server = new SmtpServer("250 ok");
        await Assert.ThrowsAnyAsync<Exception>(() => Mail(server, MailEncryption.StartTls).SendAsync("ana@example.org", Letter, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("MAIL FROM", server.Heard, StringComparison.Ordinal);
    }

    private static SmtpMail Mail(SmtpServer server, MailEncryption encryption = MailEncryption.None)
    {
        var options = Options.Create(new MailOptions { Route = MailRoute.Smtp, SmtpHost = "127.0.0.1", SmtpPort = server.Port, SmtpEncryption = encryption, From = "link@example.org" });
        return new SmtpMail(new LetterPress(Options.Create(new SiteOptions { PublicUrl = "https://link.example.org" }), options, new Look(Options.Create(new LookOptions())), TimeProvider.System), options);
    }

    /// <summary>Somebody else's mail server: says yes to everything but, when told so, to the recipient.</summary>
    private sealed class SmtpServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly System.Text.StringBuilder heard = new();
        private readonly string answerToRecipient;

        public SmtpServer(string answerToRecipient)
        {
            this.answerToRecipient = answerToRecipient;
            listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public string Heard
        {
            get
            {
                lock (heard)
                {
                    return heard.ToString();
                }
            }
        }

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync()
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            var inBody = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (heard)
                {
                    heard.AppendLine(line);
                }

                if (inBody && line != ".")
                {
                    continue;
                }

                var answer = inBody ? "250 taken" : line.Split(' ', ':')[0].ToUpperInvariant() switch
                {
                    "DATA" => "354 go on",
                    "RCPT" => answerToRecipient,
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                inBody = answer.StartsWith("354", StringComparison.Ordinal);
                await writer.WriteLineAsync(answer);
            }
        }
    }
}
