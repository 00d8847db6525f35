using LinkCode.Server;

var app = await LinkCodeServer.CreateAsync(args);
await app.RunAsync();
