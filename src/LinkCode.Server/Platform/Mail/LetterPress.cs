using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LinkCode.Server.Platform.Looks;
using Microsoft.Extensions.Options;
using MimeKit;

namespace LinkCode.Server.Platform.Mail;

/// <summary>Prints a letter as a mail with a text and an HTML side that say the same.</summary>
internal sealed class LetterPress(IOptions<SiteOptions> site, IOptions<MailOptions> options, Look look, TimeProvider time)
{
    // Mail programs read no style sheets, so the few tokens of the pages stand inline here.
    private const string Column = "max-width:30rem;margin:0 auto;padding:24px 16px;font:17px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif;color:#17242c;background:#fff";
    private const string Button = "display:inline-block;padding:12px 20px;border-radius:10px;font-weight:600;text-decoration:none;";
    private const string Quiet = "color:#4e5e68;font-size:15px";
    private const string MarkId = "mark";
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public MimeMessage Print(string to, Letter letter)
    {
        var message = new MimeMessage { Subject = OneLine(letter.Subject), Date = time.GetUtcNow() };
        message.From.Add(Sender());
        message.To.Add(new MailboxAddress("", to));
        message.MessageId = $"{Guid.CreateVersion7(time.GetUtcNow()):N}@{site.Value.Address.IdnHost}";
        // Programs that answer mail by themselves leave this one alone.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var body = new BodyBuilder { TextBody = Text(letter), HtmlBody = Html(letter) };
        if (Mark is { } mark)
        {
            // Carried along, so that nobody's reading is told to a server by a picture that has to be fetched.
            var picture = body.LinkedResources.Add("mark.png", mark.Content, new ContentType("image", "png"));
            (picture.ContentId, picture.ContentDisposition) = (MarkId, new ContentDisposition(ContentDisposition.Inline));
        }

        message.Body = body.ToMessageBody();
        return message;
    }

    public string Text(Letter letter)
    {
        var text = new StringBuilder();
        letter.Opening.ToList().ForEach(paragraph => text.Append(OneLine(paragraph)).Append("\n\n"));
        letter.Facts.ToList().ForEach(fact => text.Append(OneLine(fact.Name)).Append(": ").Append(OneLine(fact.Value)).Append('\n'));
        text.Append(letter.Facts.Count > 0 ? "\n" : "");
        if (letter.Button is { } button)
        {
            text.Append(OneLine(button.Label)).Append(":\n").Append(button.Url).Append("\n\n");
        }

        letter.Closing.ToList().ForEach(paragraph => text.Append(OneLine(paragraph)).Append("\n\n"));
        return text.Append(CultureInfo.InvariantCulture, $"{OneLine(site.Value.SiteName)} · {site.Value.ShortAddress}\n").ToString();
    }

    /// <param name="letter">What it says.</param>
    /// <param name="markAddress">Where the operator's mark is, if not in the mail itself.</param>
    public string Html(Letter letter, string markAddress = "cid:" + MarkId)
    {
        var direction = CultureInfo.GetCultureInfo(letter.Language).TextInfo.IsRightToLeft ? "rtl" : "ltr";
        var html = new StringBuilder($"<!doctype html><html lang=\"{Safe(letter.Language)}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>{Safe(letter.Subject)}</title></head>")
            .Append(CultureInfo.InvariantCulture, $"<body style=\"margin:0;background:#fff\"><div style=\"{Column}\">{MarkHtml(markAddress)}<h1 style=\"font-size:24px;line-height:1.25\">{Safe(letter.Subject)}</h1>");
        letter.Opening.ToList().ForEach(paragraph => html.Append(CultureInfo.InvariantCulture, $"<p>{Safe(paragraph)}</p>"));
        letter.Facts.ToList().ForEach(fact => html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:4px 0\"><span style=\"{Quiet}\">{Safe(fact.Name)}</span> <bdi>{Safe(fact.Value)}</bdi></p>"));
        if (letter.Button is { } button)
        {
            var colours = button.IsWarning ? "color:#fff;background:#a11d17" : $"color:{look.OnAccent};background:{look.Accent}";
            html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:24px 0\"><a href=\"{Safe(button.Url)}\" style=\"{Button}{colours}\">{Safe(button.Label)}</a></p>");
        }

        letter.Closing.ToList().ForEach(paragraph => html.Append(CultureInfo.InvariantCulture, $"<p style=\"{Quiet}\">{Safe(paragraph)}</p>"));
        return html.Append(CultureInfo.InvariantCulture, $"<p style=\"{Quiet}\">{Safe(site.Value.SiteName)} · <bdi dir=\"ltr\">{Safe(site.Value.ShortAddress)}</bdi></p></div></body></html>").ToString();
    }

    // Mail programs show no SVG.
    private LookFile? Mark => look.Logo is { IsPng: true } logo ? logo : null;

    private string MarkHtml(string address) => Mark is null ? "" : $"<p style=\"margin:0\"><img src=\"{address}\" width=\"40\" height=\"40\" alt=\"\"></p>";

    // Names come from devices and people: a line break or a terminal's control sequence must stay inside its line.
    private static string OneLine(string text) => text.AsSpan().IndexOfAny(Controls) < 0
        ? text.Trim()
        : string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();

    private static string Safe(string text) => Encoder.Encode(OneLine(text));

    private MailboxAddress Sender()
    {
        var from = options.Value.From.Length > 0 ? MailboxAddress.Parse(options.Value.From) : new MailboxAddress("", "no-reply@" + site.Value.Address.IdnHost);
        return string.IsNullOrEmpty(from.Name) ? new MailboxAddress(OneLine(site.Value.SiteName), from.Address) : from;
    }
}
