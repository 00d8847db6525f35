using System.Globalization;
using System.Security.Cryptography;
using LinkCode.Server.Platform.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace LinkCode.Server.OAuth;

/// <summary>Gives OpenIddict the keys this server keeps: P-256 for signing, the newest whose day has come first, others still good for checking; AES for what only we read.</summary>
internal sealed class SigningKeys(IKeyStore store, IOptions<OAuthOptions> options, TimeProvider time) : IConfigureOptions<OpenIddictServerOptions>
{
    private const string Prefix = "signing-";
    private const string Stamp = "yyyyMMddHHmmss";

    public void Configure(OpenIddictServerOptions server)
    {
        var now = time.GetUtcNow();
        var names = store.Names(Prefix).Where(name => name.EndsWith(".key", StringComparison.Ordinal)).ToList();
        if (names.Count == 0)
        {
            names.Add(Create(now.UtcDateTime.Date));
        }
        else if (From(names[^1]) + TimeSpan.FromDays(options.Value.SigningKeyDays) < now)
        {
            // It signs from tomorrow on at the earliest, so that every node and every app has heard of it by then.
            names.Add(Create(now.UtcDateTime.Date.AddDays(1)));
        }

        // Tokens live minutes, so a key is only needed for checking a day after its successor came.
        foreach (var name in names.AsEnumerable().Reverse().Take(3).OrderBy(name => From(name) > now))
        {
            server.SigningCredentials.Add(new SigningCredentials(Load(name), SecurityAlgorithms.EcdsaSha256));
        }

        var secret = store.ReadOrCreate("encryption.key", () => RandomNumberGenerator.GetBytes(32));
        server.EncryptionCredentials.Add(new EncryptingCredentials(
            new SymmetricSecurityKey(secret), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    // Named after a whole day: nodes that start together make one name, and the first to write it wins.
    private string Create(DateTime day)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = Prefix + day.ToString(Stamp, CultureInfo.InvariantCulture) + ".key";
        store.Write(name, key.ExportPkcs8PrivateKey());
        return name;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA2000", Justification = "The key signs for as long as the server runs.")]
    private ECDsaSecurityKey Load(string name)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(store.Read(name), out _);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new ECDsaSecurityKey(key) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData([.. point.X!, .. point.Y!])[..12]) };
    }

    private static DateTimeOffset From(string name) =>
        DateTimeOffset.ParseExact(name[Prefix.Length..^4], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
