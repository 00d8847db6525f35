namespace LinkCode.Server.Accounts;

/// <summary>Marks a page whose GET may hand out access, so that the session is checked there as if something were changed.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class GivesAccessAttribute : Attribute;
