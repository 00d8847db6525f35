using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform.Looks;

/// <summary>Colours that cannot be read, and files that cannot be shown, stop the start with a line that says why.</summary>
internal sealed class LookOptionsRules : IValidateOptions<LookOptions>
{
    public ValidateOptionsResult Validate(string? name, LookOptions options) =>
        (Accents(options) ?? LookFile.Problem(LookOptions.Section + ":Logo", options.Logo, LookFile.IsPicture)
            ?? LookFile.Problem(LookOptions.Section + ":Stylesheet", options.Stylesheet, LookFile.IsStyle)) is { } problem
                ? ValidateOptionsResult.Fail(problem)
                : ValidateOptionsResult.Success;

    private static string? Accents(LookOptions options)
    {
        const string light = LookOptions.Section + ":Accent", dark = LookOptions.Section + ":AccentDark";
        return options switch
        {
            { Accent: "", AccentDark: "" } => null,
            { Accent: "" } => $"{dark} needs {light} beside it, the colour for light pages.",
            _ => One(light, options.Accent, Paper.Light) ?? (options.AccentDark.Length == 0 ? null : One(dark, options.AccentDark, Paper.Dark)),
        };
    }

    private static string? One(string setting, string text, Paper paper) => Colour.Read(text) is { } colour
        ? paper.Problem(setting, colour)
        : $"{setting}: {text} is not a colour. Write #rrggbb, for example #0b5e7d.";
}
