using LinkCode.Server.Accounts;
using LinkCode.Server.Apps;
using LinkCode.Server.Codes;
using LinkCode.Server.Data;
using LinkCode.Server.Devices;
using LinkCode.Server.OAuth;
using LinkCode.Server.Platform;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform();
builder.AddData();
builder.AddAccounts();
builder.AddApps();
builder.AddCodes();
builder.AddDevices();
builder.AddOAuth();

var app = builder.Build();
await app.MigrateAsync();
app.UseCodes();
app.UsePlatform();
app.UseOAuthGate();
app.UseAuthentication();
app.UseAuthorization();
app.MapRazorPages();
app.MapCodes();
await app.RunAsync();
