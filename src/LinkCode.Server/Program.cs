using LinkCode.Server.Accounts;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using LinkCode.Server.Operator.Setup;
using LinkCode.Server.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform();
builder.AddData();
builder.AddActivity();
builder.AddAccounts();
builder.AddSetup();

var app = builder.Build();
await app.MigrateAsync();
app.UsePlatform();
app.UseAuthentication();
app.UseAuthorization();
app.MapRazorPages();
await app.RunAsync();
