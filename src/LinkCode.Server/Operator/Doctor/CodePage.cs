namespace LinkCode.Server.Operator.Doctor;

/// <summary>The page where the code is typed, used by somebody who is not signed in.</summary>
internal static class CodePage
{
    /// <summary>Types something into the page in a fresh browser; null when the page shows strangers no field.</summary>
    public static async Task<Page?> TypeAsync(
        Patient patient, LinkStart start, string typed, CancellationToken cancel, bool hiddenFields = true, params (string, string)[] headers)
    {
        var visitor = new Visitor(patient.Wire);
        var page = await visitor.VisitAsync(start.VerificationUri, cancel);
        if (page.CodeForm is not { Typed: { } field } form)
        {
            return null;
        }

        (string, string)[] hidden = [.. form.Fields.Where(other => other.Type == "hidden" && other.Name.Length > 0).Select(other => (other.Name, other.Value))];
        return await visitor.SubmitAsync(page, form, [.. hiddenFields ? hidden : [], (field.Name, typed)], cancel, headers);
    }

    /// <summary>Whether the page treats a live code and a made-up one differently before anybody has signed in.</summary>
    public static async Task<bool> TellsStrangersAsync(Patient patient, LinkStart start, CancellationToken cancel)
    {
        var wrong = MadeUp(start.UserCode);
        var live = await TypeAsync(patient, start, start.UserCode, cancel);
        var dead = await TypeAsync(patient, start, wrong, cancel);
        return live is not null && dead is not null && live.Outcome(start.UserCode) != dead.Outcome(wrong);
    }

    /// <summary>A code of the same make that nobody was given: turned around, and turned once more if that is the same.</summary>
    public static string MadeUp(string code)
    {
        var letters = code.Where(char.IsLetterOrDigit).Reverse().ToArray();
        var next = 0;
        var made = string.Concat(code.Select(letter => char.IsLetterOrDigit(letter) ? letters[next++] : letter));
        return made != code ? made : code[1..] + code[0];
    }
}
