using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Platform;

/// <summary>Shows every text longer, accented and in brackets in the culture <c>qps-ploc</c>, so that a text outside the resource files stands out.</summary>
internal sealed class PseudoLocalizer(IStringLocalizer inner) : IStringLocalizer
{
    public const string Culture = "qps-ploc";
    private const string Plain = "aceinouyACEINOUY";
    private const string Accented = "áçéíñóúýÁÇÉÍÑÓÚÝ";

    public LocalizedString this[string name] => Pseudo(inner[name]);

    public LocalizedString this[string name, params object[] arguments] => IsPseudo
        ? new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, Disguise(inner[name].Value), arguments))
        : inner[name, arguments];

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => inner.GetAllStrings(includeParentCultures).Select(Pseudo);

    private static bool IsPseudo => CultureInfo.CurrentUICulture.Name.Equals(Culture, StringComparison.OrdinalIgnoreCase);

    private static LocalizedString Pseudo(LocalizedString text) => IsPseudo ? new LocalizedString(text.Name, Disguise(text.Value), text.ResourceNotFound) : text;

    private static string Disguise(string text)
    {
        var output = new StringBuilder("[");
        var inPlaceholder = false;
        foreach (var letter in text)
        {
            inPlaceholder = letter == '{' || (inPlaceholder && letter != '}');
            var place = inPlaceholder ? -1 : Plain.IndexOf(letter, StringComparison.Ordinal);
            output.Append(place < 0 ? letter : Accented[place]);
        }

        return output.Append(' ').Append('~', Math.Max(1, text.Length / 4)).Append(']').ToString();
    }
}

/// <summary>Puts <see cref="PseudoLocalizer"/> in front of the resource files.</summary>
internal sealed class PseudoLocalizerFactory(ResourceManagerStringLocalizerFactory inner) : IStringLocalizerFactory
{
    public IStringLocalizer Create(Type resourceSource) => new PseudoLocalizer(inner.Create(resourceSource));

    public IStringLocalizer Create(string baseName, string location) => new PseudoLocalizer(inner.Create(baseName, location));
}
