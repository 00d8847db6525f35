namespace LinkCode.Server.Accounts;

/// <summary>How a person proved who they are, in the words of RFC 8176. Several stand in one session; <see cref="Strength"/> says what they amount to.</summary>
internal static class Methods
{
    /// <summary>A password.</summary>
    public const string Password = "pwd";

    /// <summary>A code of an authenticator app, or a recovery code in its place.</summary>
    public const string OneTimeCode = "otp";

    /// <summary>The mailbox of the account was opened, as at the end of a sign-up.</summary>
    public const string Mailbox = "mail";

    /// <summary>A key that stayed on a device of the person: a passkey.</summary>
    public const string Key = "pop";

    /// <summary>The device made sure that it is its owner who uses the key.</summary>
    public const string Verified = "user";

    /// <summary>Two different kinds of proof.</summary>
    public const string Several = "mfa";

    /// <summary>What a passkey amounts to, whose device asked for finger, face or PIN.</summary>
    public static IReadOnlyList<string> Passkey { get; } = [Key, Verified, Several];

    /// <summary>Password, then a code.</summary>
    public static IReadOnlyList<string> PasswordAndCode { get; } = [Password, OneTimeCode, Several];
}

/// <summary>What the methods of a session amount to, weakest first; the values of <c>acr</c>.</summary>
internal static class Strength
{
    /// <summary>One proof, such as a password.</summary>
    public const string One = "1";

    /// <summary>Two different proofs.</summary>
    public const string Two = "2";

    /// <summary>A proof that no other site can ask for and pass on (OpenID Connect EAP ACR Values 1.0).</summary>
    public const string PhishingResistant = "phr";

    /// <summary>All of them, weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [One, Two, PhishingResistant];

    /// <summary>What these methods amount to.</summary>
    public static string Of(IReadOnlyCollection<string> methods) =>
        methods.Contains(Methods.Key) && methods.Contains(Methods.Verified) ? PhishingResistant : methods.Contains(Methods.Several) ? Two : One;
}
