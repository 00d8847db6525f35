using System.Globalization;
using System.Security.Cryptography;
using LinkCode.Server.Platform.Keys;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace LinkCode.Server.OAuth;

/// <summary>Gives OpenIddict the keys kept on disk: P-256 for signing, newest first, older ones still good for checking; AES for what only we read.</summary>
internal sealed class SigningKeys(KeyFolder folder, IOptions<OAuthOptions> options, TimeProvider time) : IConfigureOptions<OpenIddictServerOptions>
{
    private const string Prefix = "signing-";
    private const string Stamp = "yyyyMMddHHmmss";

    public void Configure(OpenIddictServerOptions server)
    {
        var now = time.GetUtcNow();
        var names = folder.Names(Prefix).Where(name => name.EndsWith(".key", StringComparison.Ordinal)).ToList();
        if (names.Count == 0 || MadeAt(names[^1]) + TimeSpan.FromDays(options.Value.SigningKeyDays) < now)
        {
            names.Add(Create(now));
        }

        // Tokens live minutes, so a key is only needed for checking a day after its successor came.
        foreach (var name in Enumerable.Reverse(names).Take(3))
        {
            server.SigningCredentials.Add(new SigningCredentials(Load(name), SecurityAlgorithms.EcdsaSha256));
        }

        var secret = folder.ReadOrCreate("encryption.key", () => RandomNumberGenerator.GetBytes(32));
        server.EncryptionCredentials.Add(new EncryptingCredentials(
            new SymmetricSecurityKey(secret), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private string Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = Prefix + now.ToString(Stamp, CultureInfo.InvariantCulture) + ".key";
        folder.Write(name, key.ExportPkcs8PrivateKey());
        return name;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA2000", Justification = "The key signs for as long as the server runs.")]
    private ECDsaSecurityKey Load(string name)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(folder.Read(name), out _);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new ECDsaSecurityKey(key) { KeyId = Base64UrlEncoder.Encode(SHA256.HashData([.. point.X!, .. point.Y!])[..12]) };
    }

    private static DateTimeOffset MadeAt(string name) =>
        DateTimeOffset.ParseExact(name[Prefix.Length..^4], Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
