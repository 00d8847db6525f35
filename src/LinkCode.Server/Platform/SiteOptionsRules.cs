using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform;

/// <summary>What a range cannot say: how the address and the secret have to look in the place where the server runs.</summary>
internal sealed class SiteOptionsRules(IHostEnvironment environment) : IValidateOptions<SiteOptions>
{
    public ValidateOptionsResult Validate(string? name, SiteOptions options)
    {
        if (!Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return ValidateOptionsResult.Fail("LinkCode:PublicUrl is missing or is not an address. Set it to the address people use, for example https://link.example.org");
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            return ValidateOptionsResult.Fail("LinkCode:PublicUrl must be a plain address, without question mark, hash or password.");
        }

        if (environment.IsDevelopment())
        {
            return ValidateOptionsResult.Success;
        }

        if (address.Scheme != Uri.UriSchemeHttps)
        {
            return ValidateOptionsResult.Fail("LinkCode:PublicUrl must begin with https:// outside Development.");
        }

        return HasKeySecret(options)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("LinkCode:KeySecret (or LinkCode:KeySecretFile) is missing or shorter than 32 characters. Make one with: openssl rand -base64 32");
    }

    private static bool HasKeySecret(SiteOptions options) =>
        options.KeySecretFile.Length > 0
            ? File.Exists(options.KeySecretFile) && File.ReadAllText(options.KeySecretFile).Trim().Length >= 32
            : options.KeySecret.Length >= 32;
}
