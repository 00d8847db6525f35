namespace LinkCode.Device;

/// <summary>
/// Carries one HTTP request and its answer. <see cref="HttpLinkTransport"/> is used unless you give another one, for example
/// on a console or in a browser game, where requests have to go through the engine.
/// </summary>
/// <remarks>
/// Any exception but the cancellation that was asked for counts as trouble with the network: it is waited out and tried again.
/// Redirects must not be followed, and an answer with any status is an answer, not an exception.
/// </remarks>
public interface ILinkTransport
{
    /// <summary>Sends the request and reads the whole answer.</summary>
    /// <param name="request">What to send. Its time limit is to be kept: throw <see cref="TimeoutException"/> when it is over.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    /// <returns>The answer, whatever its status.</returns>
    Task<LinkAnswer> SendAsync(LinkCall request, CancellationToken cancellationToken);
}
