using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Accounts;

/// <summary>Who may have an account, and how it is kept. Section <c>LinkCode:Accounts</c>.</summary>
public sealed class AccountsOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Accounts";

    /// <summary>Who may sign up: <c>Open</c>, <c>Invited</c> or <c>Closed</c>. Default <c>Invited</c>; in Development <c>Open</c>.</summary>
    public SignUpRule SignUp { get; set; } = SignUpRule.Invited;

    /// <summary>Days a browser stays signed in without being used; 90 days after its sign-in it ends in any case. Default 14, 1 to 90.</summary>
    [Range(1, 90)]
    public int SessionDays { get; set; } = 14;

    /// <summary>The fewest characters of a password. Default 10, 8 to 64.</summary>
    [Range(8, 64)]
    public int ShortestPassword { get; set; } = 10;

    /// <summary>Days in which a person can take back that the account is deleted. Default 14, 2 to 90.</summary>
    [Range(2, 90)]
    public int DeletionDays { get; set; } = 14;

    /// <summary>Days a person can fetch the file with everything we have of them. Default 7, 1 to 30.</summary>
    [Range(1, 30)]
    public int ExportDays { get; set; } = 7;

    /// <summary>Days between two letters that ask a person to look through what is linked; 0 for none. Default 90, 0 to 3650.</summary>
    [Range(0, 3650)]
    public int ReminderDays { get; set; } = 90;
}

/// <summary>Who may sign up.</summary>
public enum SignUpRule
{
    /// <summary>Nobody; operators make accounts.</summary>
    Closed,

    /// <summary>Whoever holds an invitation.</summary>
    Invited,

    /// <summary>Everybody.</summary>
    Open,
}
