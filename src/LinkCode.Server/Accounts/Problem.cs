namespace LinkCode.Server.Accounts;

/// <summary>One thing on a form to put right: the field's id and the text, whose key with <c>.advice</c> says how.</summary>
internal sealed record Problem(string Field, string Key, params object[] Values);
