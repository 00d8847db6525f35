using System.Net.Sockets;

namespace LinkCode.Server.Operator.Doctor;

/// <summary>One line of the protocol paper that can be asked of any server over the wire.</summary>
/// <param name="Number">Its number in the paper.</param>
/// <param name="Source">Where it comes from; "ours" where no standard demands it.</param>
/// <param name="Sentence">What has to hold.</param>
/// <param name="Look">How to see it.</param>
/// <param name="Turn">When it runs.</param>
internal sealed record Rule(
    string Number, string Source, string Sentence, Func<Patient, CancellationToken, Task<Finding>> Look, Turn Turn = Turn.Any)
{
    /// <summary>Never throws for anything that a server does or fails to do.</summary>
    public async Task<Finding> CheckAsync(Patient patient, CancellationToken cancel)
    {
        try
        {
            return await Look(patient, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new Finding.Broken($"the connection broke without an answer ({e.Message})");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Finding.Broken("no answer came in time");
        }
    }

    public override string ToString() => Number;
}

internal enum Turn
{
    Any,

    /// <summary>Waits long, so the others run beside it.</summary>
    First,

    /// <summary>Runs alone after all others, because it makes the server wary of us.</summary>
    Last,
}
