namespace LinkCode.Tests.Device;

/// <summary>Somebody else's server that gives a new refresh token each time, and takes each only once.</summary>
internal sealed class RotatingServer(ForeignServer server) : IAsyncDisposable
{
    private int generation;

    public string Address => server.Address;

    public int Refreshes { get; private set; }

    public int WrongTokens { get; private set; }

    public int Revocations => server.At("/revoke").Count;

    public static async Task<RotatingServer> StartAsync()
    {
        var rotating = new RotatingServer(await ForeignServer.StartAsync());
        rotating.Script();
        return rotating;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private void Script()
    {
        server.Code = Answer.Script(Answer.Json(
            """{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://foreign.example/device","expires_in":60,"interval":1}"""));
        server.Token = async seen =>
        {
            if (seen["grant_type"] != "refresh_token")
            {
                // The first token is old as soon as it is there.
                return Tokens(lifetime: 0);
            }

            Refreshes++;
            if (seen["refresh_token"] != $"rt-{generation}")
            {
                WrongTokens++;
                return Answer.Error("invalid_grant");
            }

            await Task.Delay(300, CancellationToken.None);
            generation++;
            return Tokens(lifetime: 3600);
        };
        server.Document = seen => Task.FromResult(seen.Path switch
        {
            "/.well-known/openid-configuration" => Answer.Json($$"""
                {"issuer":"{{Address}}","device_authorization_endpoint":"{{Address}}/code","token_endpoint":"{{Address}}/token",
                "revocation_endpoint":"{{Address}}/revoke","userinfo_endpoint":"{{Address}}/me"}
                """),
            "/me" when IsCurrent(seen) => Answer.Json("""{"sub":"42","name":"Ada"}"""),
            "/account/devices" when IsCurrent(seen) => Answer.Json(
                """{"devices":[{"id":"1","name":"Study","kind":"cli","app":"Living room","linked_at":"2026-01-02T03:04:05Z","last_used_at":null,"current":true}]}"""),
            _ => Answer.Page(seen.Header("Authorization") is null ? 404 : 401, "no"),
        });
    }

    private bool IsCurrent(Seen seen) => seen.Header("Authorization") == $"Bearer at-{generation}";

    private Answer Tokens(int lifetime) =>
        Answer.Json($$"""{"access_token":"at-{{generation}}","refresh_token":"rt-{{generation}}","token_type":"Bearer","expires_in":{{lifetime}}}""");
}
