using System.Net;
using System.Text.Json.Nodes;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.OAuth.Proofs;

/// <summary>What a proof has to be (RFC 9449 §4.3), rule by rule, at the token endpoint.</summary>
public sealed class CheckingProofs(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private TestServer Server => fixture.Server;

    private Uri Token => new(Server.Address, "/oauth/token");

    [Theory]
    [InlineData("typ missing")]
    [InlineData("typ JWT")]
    [InlineData("alg none")]
    [InlineData("alg HS256")]
    [InlineData("alg of another curve")]
    [InlineData("alg RS256 with an elliptic key")]
    [InlineData("jwk missing")]
    [InlineData("jwk with its private half")]
    [InlineData("jwk that is a shared secret")]
    [InlineData("jwk with a short coordinate")]
    [InlineData("jwk that is on no curve")]
    [InlineData("jwk with a blank in it")]
    [InlineData("jwk with two blanks in it")]
    [InlineData("crit")]
    [InlineData("signed by another key")]
    [InlineData("jti missing")]
    [InlineData("jti empty")]
    [InlineData("jti a number")]
    [InlineData("htm of another method")]
    [InlineData("htm in small letters")]
    [InlineData("htu of another path")]
    [InlineData("htu of another host")]
    [InlineData("htu of another scheme")]
    [InlineData("htu with a name in it")]
    [InlineData("htu without a host")]
    [InlineData("iat missing")]
    [InlineData("iat a text")]
    [InlineData("iat beyond the calendar")]
    public async Task X2_a_proof_that_breaks_a_rule_is_refused(string rule)
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        var answer = await device.PollAsync([Spoiled(device.Key, rule)]);
        Assert.Equal("invalid_dpop_proof", answer.Error);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.False(answer.Headers.ContainsKey("DPoP-Nonce"));

        // And nothing has happened to the code.
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("....")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.e30")]
    [InlineData("W10.W10.W10")]
    [InlineData("eyJ0eXAiOiJkcG9wK2p3dCIsInR5cCI6ImRwb3Arand0In0.e30.e30")]
    [InlineData("#.#.#")]
    public async Task X2_what_is_no_proof_at_all_is_refused(string proof)
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([proof])).Error);
    }

    [Theory]
    [InlineData("typ")]
    [InlineData("alg")]
    [InlineData("jwk.kty")]
    [InlineData("jwk.x")]
    [InlineData("jwk.use")]
    [InlineData("jti")]
    [InlineData("htm")]
    [InlineData("htu")]
    [InlineData("ath")]
    [InlineData("nonce")]
    public async Task X2_half_a_character_is_refused_in_a_text_and_in_a_name(string member)
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        var head = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = device.Key.Jwk };
        var body = new JsonObject { ["jti"] = "x", ["htm"] = "POST", ["htu"] = Token.AbsoluteUri, ["iat"] = Server.Clock.GetUtcNow().ToUnixTimeSeconds() };
        var holder = member.StartsWith("jwk.", StringComparison.Ordinal) ? head["jwk"]!.AsObject() : head.ContainsKey(member) ? head : body;
        holder[member.Split('.')[^1]] = "HALF";
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([Signed()])).Error);
        holder.Remove(member.Split('.')[^1]);
        holder["HALF"] = 1;
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([Signed()])).Error);

        string Signed() => device.Key.Sign(
            head.ToJsonString().Replace("HALF", "\\ud800", StringComparison.Ordinal), body.ToJsonString().Replace("HALF", "\\ud800", StringComparison.Ordinal));
    }

    [Fact]
    public async Task X2_a_signature_that_is_empty_or_has_white_space_or_an_end_in_it_is_refused()
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        for (var blanks = 1; blanks <= 4; blanks++)
        {
            var proof = device.Prove("/oauth/token");
            Assert.Equal("invalid_dpop_proof", (await device.PollAsync([proof.Insert(proof.Length - 4, new string(' ', blanks))])).Error);
            Assert.Equal("invalid_dpop_proof", (await device.PollAsync([proof[..^blanks]])).Error);
            Assert.Equal("invalid_dpop_proof", (await device.PollAsync([proof + new string('=', blanks)])).Error);
        }

        var cut = device.Prove("/oauth/token");
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([cut[..(cut.LastIndexOf('.') + 1)]])).Error);
    }

    [Fact]
    public async Task X2_two_proofs_are_refused_in_two_headers_as_in_one()
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        var (one, two) = (device.Prove("/oauth/token"), device.Prove("/oauth/token"));
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([one, two])).Error);
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([one + ", " + two])).Error);
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([one + new string('A', 5000)])).Error);
        Assert.Equal("authorization_pending", (await device.PollAsync([one])).Error);
    }

    [Fact]
    public async Task X2_a_member_that_stands_there_twice_is_refused()
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        var header = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = device.Key.Jwk }.ToJsonString();
        var payload = $"{{\"jti\":\"x\",\"htm\":\"GET\",\"htm\":\"POST\",\"htu\":\"{Token}\",\"iat\":{Server.Clock.GetUtcNow().ToUnixTimeSeconds()}}}";
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([device.Key.Sign(header, payload)])).Error);
        Assert.Equal("authorization_pending", (await device.PollAsync([device.Key.Sign(header, payload.Replace("\"htm\":\"GET\",", "", StringComparison.Ordinal))])).Error);
    }

    [Fact]
    public async Task X2_query_hash_and_the_usual_spellings_of_an_address_do_not_matter()
    {
        foreach (var address in new[] { Token + "?a=b", Token + "#c", $"HTTP://LOCALHOST:{Token.Port}/oauth/token", $"http://localhost:{Token.Port}/oauth/./%74oken" })
        {
            using var device = await new KeyedDevice(Server).AskAsync();
            Assert.Equal("authorization_pending", (await device.PollAsync([device.Key.Prove("POST", Token, Server.Clock.GetUtcNow(), payload: body => body["htu"] = address)])).Error);
        }
    }

    [Fact]
    public async Task X2_a_proof_counts_once()
    {
        using var device = await new KeyedDevice(Server).AskAsync();
        var proof = device.Prove("/oauth/token");
        Assert.Equal("authorization_pending", (await device.PollAsync([proof])).Error);
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([proof])).Error);
        Server.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal("invalid_dpop_proof", (await device.PollAsync([proof])).Error);
        Server.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("use_dpop_nonce", (await device.PollAsync([proof])).Error);
    }

    [Theory]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public async Task X2_other_keys_prove_as_well(string algorithm)
    {
        using var key = new DeviceKey(algorithm);
        using var device = new KeyedDevice(Server);
        await device.StartAsync([device.Prove("/oauth/device", by: key)]);
        await (await Person.AddAsync(Server)).LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync([device.Prove("/oauth/token", by: key)])).Status);
        Assert.Equal(key.Thumbprint, KeyedDevice.Payload(device.AccessToken).GetProperty("cnf").GetProperty("jkt").GetString());
    }

    private string Spoiled(DeviceKey key, string rule)
    {
        using var other = new DeviceKey();
        Action<JsonObject>? header = rule switch
        {
            "typ missing" => head => head.Remove("typ"),
            "typ JWT" => head => head["typ"] = "JWT",
            "alg none" => head => head["alg"] = "none",
            "alg HS256" => head => head["alg"] = "HS256",
            "alg of another curve" => head => head["alg"] = "ES384",
            "alg RS256 with an elliptic key" => head => head["alg"] = "RS256",
            "jwk missing" => head => head.Remove("jwk"),
            "jwk with its private half" => head => head["jwk"]!["d"] = "AAAA",
            "jwk that is a shared secret" => head => head["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" },
            "jwk with a short coordinate" => head => head["jwk"]!["x"] = "AAAA",
            "jwk with a blank in it" => head => head["jwk"]!["x"] = ((string)head["jwk"]!["x"]!).Insert(9, " "),
            "jwk with two blanks in it" => head => head["jwk"]!["x"] = ((string)head["jwk"]!["x"]!).Insert(9, "  "),
            "jwk that is on no curve" => head => head["jwk"]!["x"] = new string('A', 43),
            "crit" => head => head["crit"] = new JsonArray("b64"),
            _ => null,
        };
        Action<JsonObject>? payload = rule switch
        {
            "jti missing" => body => body.Remove("jti"),
            "jti empty" => body => body["jti"] = "",
            "jti a number" => body => body["jti"] = 7,
            "htm of another method" => body => body["htm"] = "GET",
            "htm in small letters" => body => body["htm"] = "post",
            "htu of another path" => body => body["htu"] = new Uri(Server.Address, "/oauth/device").AbsoluteUri,
            "htu of another host" => body => body["htu"] = "http://evil.example/oauth/token",
            "htu of another scheme" => body => body["htu"] = $"https://localhost:{Token.Port}/oauth/token",
            "htu with a name in it" => body => body["htu"] = $"http://me@localhost:{Token.Port}/oauth/token",
            "htu without a host" => body => body["htu"] = "/oauth/token",
            "iat missing" => body => body.Remove("iat"),
            "iat a text" => body => body["iat"] = "now",
            "iat beyond the calendar" => body => body["iat"] = 1e300,
            _ => null,
        };
        return key.Prove("POST", Token, Server.Clock.GetUtcNow(), header: header, payload: payload, signedBy: rule == "signed by another key" ? other : null);
    }
}
