using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace LinkCode.Tests.Activity;

public sealed class Letters(DevelopmentSite fixture) : IClassFixture<DevelopmentSite>
{
    private LetterPress Press => fixture.Site.Services.GetRequiredService<LetterPress>();

    [Fact]
    public void Say_the_same_in_text_and_html()
    {
        var letter = new Letter("A television was linked to your account", "en")
        {
            Opening = ["Living room is signed in with your account."],
            Facts = [new LetterFact("App", "Lantern by Harbour Films")],
            Button = new LetterButton("This wasn’t me", "https://link.example/x?a=1&b=2", IsWarning: true),
            Closing = ["If this was you, there is nothing to do."],
        };
        using var mail = Print(letter);
        foreach (var words in new[] { "Living room is signed in", "Lantern by Harbour Films", "If this was you" })
        {
            Assert.Contains(words, mail.TextBody, StringComparison.Ordinal);
            Assert.Contains(words, mail.HtmlBody, StringComparison.Ordinal);
        }

        Assert.Contains("https://link.example/x?a=1&b=2\n", mail.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("href=\"https://link.example/x?a=1&amp;b=2\"", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_line_breaks_control_sequences_and_markup_of_names_inside_their_line()
    {
        // Case 61.
        const string evil = "TV\r\nBcc: all@example.org\r\n\r\n\u001B[2J<img src=x onerror=alert(1)>";
        using var mail = Print(new Letter("Linked: " + evil, "en") { Opening = [evil], Facts = [new LetterFact("Device", evil)] });

        Assert.Empty(mail.Bcc);
        Assert.Equal("ana@example.org", Assert.Single(mail.To.Mailboxes).Address);
        Assert.DoesNotContain('\n', mail.Subject!);
        Assert.DoesNotContain('\u001B', mail.Subject + mail.TextBody + mail.HtmlBody);
        Assert.DoesNotContain("<img", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.TextBody!.Split('\n'), line => line.StartsWith("Bcc:", StringComparison.Ordinal));
    }

    [Fact]
    public void Are_written_from_right_to_left_in_languages_that_are()
    {
        using var mail = Print(new Letter("عنوان", "ar") { Opening = ["مرحبا"] });
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("عنوان", mail.Subject);
    }

    /// <summary>As the other side reads it, after a round trip through bytes.</summary>
    private MimeMessage Print(Letter letter)
    {
        using var printed = Press.Print("ana@example.org", letter);
        using var stream = new MemoryStream();
        printed.WriteTo(stream);
        stream.Position = 0;
        return MimeMessage.Load(stream);
    }
}
