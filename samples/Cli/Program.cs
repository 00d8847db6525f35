using LinkCode.Device;
using LinkCode.Samples.Cli;

if (Arguments.Read(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}

if (!arguments.HasWebAddress)
{
    await Console.Error.WriteLineAsync("The server's address has to begin with https:// or http://, such as https://id.example.org.");
    return 2;
}

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl+C takes the code back; a second one ends the program at once.
    press.Cancel = !cancel.IsCancellationRequested;
    cancel.Cancel();
};

try
{
    using var commands = new Commands(arguments);
    return arguments.Command switch
    {
        "login" => await commands.LoginAsync(cancel.Token),
        "whoami" => await commands.WhoAmIAsync(cancel.Token),
        "devices" => await commands.DevicesAsync(cancel.Token),
        _ => await commands.LogoutAsync(cancel.Token),
    };
}
catch (OperationCanceledException) when (cancel.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync(arguments.Command == "login" ? "Stopped. The code no longer works." : "Stopped.");
    return Commands.Stopped;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("The server did not answer in time.");
    return 1;
}
catch (LinkException failed)
{
    await Console.Error.WriteLineAsync($"{failed.Failure.Sentence} {failed.Failure.NextStep} ({failed.Failure.Hint})");
    return 1;
}
catch (HttpRequestException trouble)
{
    await Console.Error.WriteLineAsync($"The server cannot be reached. ({trouble.Message})");
    return 1;
}
catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The link cannot be kept on this machine. ({trouble.Message})");
    return 1;
}
