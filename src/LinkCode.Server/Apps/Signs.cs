namespace LinkCode.Server.Apps;

/// <summary>The picture of each kind of app, by its name in <c>icons.svg</c>; the word for it stands under <c>kind.*</c> in the texts.</summary>
internal static class Signs
{
    public static string Icon(this AppKind kind) => kind switch
    {
        AppKind.Tv => "television",
        AppKind.Console => "console",
        AppKind.Cli => "command-line",
        AppKind.Iot => "thing",
        AppKind.Agent => "agent",
        _ => "browser",
    };
}
