namespace LinkCode.Server.Texts;

/// <summary>Names the resource files that hold every text people see: <c>Text.resx</c> (English) and one more file per language.</summary>
public sealed class Text;
