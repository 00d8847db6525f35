namespace LinkCode.Bench.Journeys;

/// <summary>A person with an account, signed in, who gives a device access on the server's own pages.</summary>
internal interface IPerson : IDisposable
{
    /// <summary>Opens the address that the device shows, and goes on to the page that asks for the decision.</summary>
    Task<Review> ReadAsync(string userCode, Stages stages);

    /// <summary>Says yes. True when the server says that it is done.</summary>
    Task<bool> ApproveAsync(Review review, Stages stages);
}

/// <summary>An open page that asks for a yes or a no.</summary>
/// <param name="Path">Where its form goes.</param>
/// <param name="Check">The form's check against forged requests.</param>
/// <param name="UserCode">The code it is about.</param>
internal sealed record Review(string Path, string Check, string UserCode);
