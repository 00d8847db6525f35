namespace LinkCode.Server.Platform.Mail;

/// <summary>Keeps the last hundred letters in memory for the Development page; nothing leaves the machine.</summary>
internal sealed class KeptMail(TimeProvider time) : IMailSender
{
    private const int Most = 100;
    private readonly Lock gate = new();
    private readonly LinkedList<KeptLetter> letters = new();
    private int last;

    /// <summary>What was sent, newest first.</summary>
    public IReadOnlyList<KeptLetter> All
    {
        get
        {
            lock (gate)
            {
                return [.. letters];
            }
        }
    }

    public Task SendAsync(string to, Letter letter, CancellationToken cancellation)
    {
        lock (gate)
        {
            letters.AddFirst(new KeptLetter(++last, to, letter, time.GetUtcNow()));
            if (letters.Count > Most)
            {
                letters.RemoveLast();
            }
        }

        return Task.CompletedTask;
    }
}

/// <summary>A letter on the Development page.</summary>
internal sealed record KeptLetter(int Number, string To, Letter Letter, DateTimeOffset SentAt);
