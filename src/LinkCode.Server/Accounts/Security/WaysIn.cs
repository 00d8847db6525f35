using LinkCode.Server.Texts;
using Microsoft.Extensions.Localization;

namespace LinkCode.Server.Accounts.Security;

/// <summary>An authenticator app as pages tell of it.</summary>
internal sealed record AppInUse(DateTimeOffset ConfirmedAt, DateTimeOffset LastUsedAt);

/// <summary>The ways into an account, and what they allow.</summary>
internal sealed record WaysIn(string Name, string? Picture, string Mail, bool HasPassword, int Passkeys, AppInUse? App, int CodesLeft)
{
    /// <summary>Whether the account can be used, and got back, without a password: a passkey, and one more or codes on paper for the day it is lost.</summary>
    public bool MayLosePassword => HasPassword && Passkeys > 0 && (Passkeys > 1 || CodesLeft > 0);

    /// <summary>Whether recovery codes would be good for anything.</summary>
    public bool MayHaveCodes => App is not null || Passkeys > 0;

    /// <summary>The one thing that would help most now.</summary>
    public NextStep Next => this switch
    {
        { App: null, Passkeys: 0 } => NextStep.SecondWay,
        { CodesLeft: 0 } => NextStep.Codes,
        { CodesLeft: < 3 } => NextStep.MoreCodes,
        { Passkeys: 0 } => NextStep.Passkey,
        { MayLosePassword: true, App: null } => NextStep.NoPassword,
        _ => NextStep.Nothing,
    };
}

/// <summary>What a person could do next for an account.</summary>
internal enum NextStep
{
    /// <summary>All is well.</summary>
    Nothing,

    /// <summary>A password alone opens the account.</summary>
    SecondWay,

    /// <summary>There is no way back when phone and app are lost.</summary>
    Codes,

    /// <summary>The last codes are being used up.</summary>
    MoreCodes,

    /// <summary>A passkey would be easier and safer than the password.</summary>
    Passkey,

    /// <summary>The password could go.</summary>
    NoPassword,
}

/// <summary>The words for counts on these pages.</summary>
internal static class WaysInWords
{
    public static string CodesLeft(this IStringLocalizer<Text> texts, int count) =>
        count == 0 ? texts["codes.left.none"] : count == 1 ? texts["codes.left.one"] : texts["codes.left", count];

    public static string PasskeysHere(this IStringLocalizer<Text> texts, int count) =>
        count == 0 ? texts["security.passkeys.none"] : count == 1 ? texts["security.passkeys.one"] : texts["security.passkeys.some", count];
}
