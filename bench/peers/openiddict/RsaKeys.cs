using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace LinkCode.Bench.OpenIddictPeer;

/// <summary>RSA-2048 keys like those of OpenIddict's development certificates, kept in the folder so that a restart does not make new ones.</summary>
internal static class RsaKeys
{
    public static RsaSecurityKey ReadOrCreate(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        var key = RSA.Create(2048);
        if (File.Exists(file))
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        else
        {
            File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        }

        return new RsaSecurityKey(key);
    }
}
