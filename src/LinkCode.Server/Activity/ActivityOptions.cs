using System.ComponentModel.DataAnnotations;

namespace LinkCode.Server.Activity;

/// <summary>How long it is known what happened. Section <c>LinkCode:Activity</c>.</summary>
public sealed class ActivityOptions
{
    /// <summary>The configuration section these settings are read from.</summary>
    public const string Section = "LinkCode:Activity";

    /// <summary>Days an event stays in the record of what happened. Default 400, 30 to 3650.</summary>
    [Range(30, 3650)]
    public int EventDays { get; set; } = 400;
}
