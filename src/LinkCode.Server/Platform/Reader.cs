namespace LinkCode.Server.Platform;

/// <summary>Whom a letter is written for: in which language, and in which time zone it says times. Empty is the language of the moment, and UTC.</summary>
internal readonly record struct Reader(string Language, string TimeZone);
