using LinkCode.Server.Platform;
using LinkCode.Server.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace LinkCode.Server.Operator.SentMail;

/// <summary>Development: every letter this server can write.</summary>
[AllowAnonymous, EnableRateLimiting(Limits.Pages)]
internal sealed class TemplatesModel(IEnumerable<ISampleLetters> writers) : PageModel
{
    public IReadOnlyList<SampleLetter> Letters { get; } = [.. writers.SelectMany(writer => writer.Write())];
}
