namespace LinkCode.Server.Platform;

/// <summary>Why the server cannot start, in one sentence for whoever runs it.</summary>
internal sealed class StartRefusedException(string sentence, Exception? cause = null) : Exception(sentence, cause);
