namespace LinkCode.Server.Accounts;

/// <summary>The names a route uses to say who may come in.</summary>
internal static class Policies
{
    /// <summary>Anybody who is signed in on this browser.</summary>
    public const string Account = "account";

    /// <summary>Operators only.</summary>
    public const string Operator = "operator";

    /// <summary>The claim in an operator's session.</summary>
    public const string OperatorClaim = "linkcode:operator";
}
