using LinkCode.Server.Accounts;
using LinkCode.Server.Data;
using LinkCode.Server.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform();
builder.AddData();
builder.AddAccounts();

var app = builder.Build();
await app.MigrateAsync();
app.UsePlatform();
app.UseAuthentication();
app.UseAuthorization();
app.MapRazorPages();
await app.RunAsync();
