using System.Globalization;
using System.Net;
using LinkCode.Server.Apps;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth;

/// <summary>Whoever guesses at device codes or secrets is told to wait; whoever polls a live code is not.</summary>
public sealed class GuessingSecretsAndCodes : IAsyncLifetime
{
    private const string Secret = "a secret of thirty-two characters";
    private static readonly (string, string) Unknown = ("device_code", "made-up");
    private TestServer server = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:LimitScale"] = "1" });
        await server.AddAppAsync("vault", new AppSettings { Name = "Vault", Secret = Secret });
        http = server.Program();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task T12_the_fifty_first_unknown_code_in_a_minute_is_one_too_many_and_live_ones_never_are()
    {
        var live = await new TestDevice(http).AskAsync();
        for (var poll = 0; poll < 60; poll++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(5));
            var answer = await live.PostAsync("/oauth/token", ("grant_type", TestDevice.Grant), ("client_id", "demo-tv"), ("device_code", live.DeviceCode), ("odd", "1"));
            Assert.Equal("authorization_pending", answer.Error);
        }

        for (var guess = 0; guess < 50; guess++)
        {
            Assert.Equal("invalid_grant", (await GuessAsync("demo-tv", Unknown)).Error);
        }

        AssertTooMany(await GuessAsync("demo-tv", Unknown));
        Assert.Equal("invalid_grant", (await GuessAsync("demo-cli", Unknown)).Error);

        // The neighbour at the same address is not kept waiting for what it was promised.
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("authorization_pending", (await live.PollAsync()).Error);
        await (await Person.AddAsync(server)).LinkAsync(live.UserCode);
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.OK, (await live.PollAsync()).Status);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_grant", (await GuessAsync("demo-tv", Unknown)).Error);
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/device")]
    [InlineData("/oauth/introspect")]
    [InlineData("/oauth/revoke")]
    public async Task The_fifty_first_wrong_secret_is_not_even_looked_at(string path)
    {
        for (var guess = 0; guess < 50; guess++)
        {
            Assert.Equal("invalid_client", (await SecretAsync(path, $"a wrong secret, number {guess}")).Error);
        }

        AssertTooMany(await SecretAsync(path, "one more wrong secret"));
        AssertTooMany(await SecretAsync(path, Secret));
        Assert.Equal("authorization_pending", (await (await new TestDevice(http).AskAsync()).PollAsync()).Error);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var right = await SecretAsync(path, Secret);
        Assert.NotEqual("invalid_client", right.Error);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, right.Status);
    }

    [Fact]
    public async Task Ids_that_nobody_registered_are_one_app()
    {
        for (var guess = 0; guess < 50; guess++)
        {
            Assert.Equal("invalid_client", (await GuessAsync($"nobody-{guess}", Unknown)).Error);
        }

        AssertTooMany(await GuessAsync("nobody-at-all", Unknown));
    }

    [Fact]
    public async Task An_app_without_a_secret_hears_of_access_tokens_alone()
    {
        var device = await new TestDevice(http).AskAsync();
        await (await Person.AddAsync(server)).LinkAsync(device.UserCode);
        await device.PollAsync();
        Assert.Equal("True", (await ReadAsync("demo-tv", device.AccessToken)).Text("active"));
        Assert.Equal("""{"active":false}""", Bare(await ReadAsync("demo-tv", device.RefreshToken)));
        Assert.Equal(HttpStatusCode.OK, (await device.RefreshAsync()).Status);
    }

    [Fact]
    public async Task An_app_with_a_secret_hears_of_its_refresh_tokens_too()
    {
        var device = new TestDevice(http, "vault");
        await device.AskAsync(more: ("client_secret", Secret));
        await (await Person.AddAsync(server)).LinkAsync(device.UserCode);
        var tokens = await device.PostAsync("/oauth/token", ("grant_type", TestDevice.Grant), ("client_id", "vault"), ("client_secret", Secret), ("device_code", device.DeviceCode));
        Assert.Equal("True", (await ReadAsync("vault", tokens.Text("refresh_token")!, ("client_secret", Secret))).Text("active"));
    }

    private static void AssertTooMany(Answer answer)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("temporarily_unavailable", answer.Error);
        Assert.EndsWith("/errors/temporarily_unavailable", answer.Text("error_uri"), StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 60);
    }

    private static string Bare(Answer answer) => answer.Body.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private Task<Answer> GuessAsync(string app, params (string, string)[] more) =>
        new TestDevice(http).PostAsync("/oauth/token", [("grant_type", TestDevice.Grant), ("client_id", app), .. more]);

    private Task<Answer> SecretAsync(string path, string secret) => new TestDevice(http).PostAsync(
        path, ("client_id", "vault"), ("client_secret", secret), ("grant_type", TestDevice.Grant), Unknown, ("token", "made-up"));

    private Task<Answer> ReadAsync(string app, string token, params (string, string)[] more) =>
        new TestDevice(http).PostAsync("/oauth/introspect", [("client_id", app), ("token", token), .. more]);
}
