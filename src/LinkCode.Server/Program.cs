using LinkCode.Server;
using LinkCode.Server.Operator;

try
{
    if (CommandLine.Knows(args))
    {
        return await CommandLine.RunAsync(args, () => LinkCodeServer.CreateAsync([]));
    }

    var app = await LinkCodeServer.CreateAsync(args);
    await LinkCodeServer.RunAsync(app);
    return 0;
}
catch (Exception error) when (StartTrouble.Sentence(error) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return StartTrouble.ExitCode;
}
