using System.Text;
using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Looks;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Operator.SentMail;

/// <summary>Development: one letter in every language, its text beside its page, for translators and for whoever changes the look.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class TemplateModel(IEnumerable<ISampleLetters> writers, LetterPress press, Look look) : PageModel
{
    public string Name { get; private set; } = "";

    public IReadOnlyList<Letter> Letters { get; private set; } = [];

    public string Text(Letter letter) => press.Text(letter);

    public IActionResult OnGet(string name)
    {
        Letters = [.. PlatformRoom.Languages.Select(language => Write(name, language)).OfType<Letter>()];
        Name = name;
        SecurityHeaders.AllowFrames(HttpContext);
        return Letters.Count > 0 ? Page() : NotFound();
    }

    /// <summary>The side that mail programs show, for a frame beside the text.</summary>
    public IActionResult OnGetHtml(string name, string language)
    {
        if (!PlatformRoom.Languages.Contains(language) || Write(name, language) is not { } letter)
        {
            return NotFound();
        }

        SecurityHeaders.BeFramedLetter(HttpContext);
        return Content(press.Html(letter, look.LogoAddress ?? ""), "text/html", Encoding.UTF8);
    }

    private Letter? Write(string name, string language)
    {
        SampleLetter[] all = [];
        Letter.In(new Reader(language, ""), () => (all = [.. writers.SelectMany(writer => writer.Write())])[0].Letter);
        return all.FirstOrDefault(sample => sample.Name == name)?.Letter;
    }
}
