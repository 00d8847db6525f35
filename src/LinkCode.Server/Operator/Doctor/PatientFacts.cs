namespace LinkCode.Server.Operator.Doctor;

/// <summary>What the caller tells about the server; everything else is asked of the server itself.</summary>
internal sealed record PatientFacts
{
    public required string Address { get; init; }

    /// <summary>The app that most rules use; public unless <see cref="Secret"/> is given.</summary>
    public required string Client { get; init; }

    public string? Secret { get; init; }

    /// <summary>A second public app, to see whether codes and tokens are bound to the first.</summary>
    public string? OtherClient { get; init; }

    public string? ConfidentialClient { get; init; }

    public string? ConfidentialSecret { get; init; }

    /// <summary>An app whose codes live only seconds, to see them expire.</summary>
    public string? BriefClient { get; init; }

    /// <summary>An app that is registered but may not use device codes.</summary>
    public string? CodelessClient { get; init; }

    /// <summary>A redirect address registered for the confidential app.</summary>
    public string? RedirectUri { get; init; }

    public string? Scope { get; init; }

    public string? DeviceEndpoint { get; init; }

    public string? TokenEndpoint { get; init; }

    /// <summary>The longest time that one rule may wait for something to happen.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Also send wrong codes until the server refuses, which may lock this network or account for a while.</summary>
    public bool Guess { get; init; }

    public Decider? Approve { get; init; }

    public Decider? Deny { get; init; }
}
