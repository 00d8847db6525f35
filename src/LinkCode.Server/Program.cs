using LinkCode.Server;
using LinkCode.Server.Operator;

if (CommandLine.Knows(args))
{
    return await CommandLine.RunAsync(args, () => LinkCodeServer.CreateAsync([]));
}

var app = await LinkCodeServer.CreateAsync(args);
await app.RunAsync();
return 0;
