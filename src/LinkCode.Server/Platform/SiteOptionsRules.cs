using System.Net;
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

        if (address.AbsolutePath != "/" || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            return ValidateOptionsResult.Fail("LinkCode:PublicUrl must be the address of a host of its own, without path, question mark, hash or password.");
        }

        if (options.TrustedProxies.FirstOrDefault(proxy => !IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _)) is { } wrong)
        {
            return ValidateOptionsResult.Fail($"LinkCode:TrustedProxies: {wrong} is not an address or a network. Write 127.0.0.1 or 10.0.0.0/8.");
        }

        if (options.KeySecretFile.Length > 0 && KeySecretProblem(options.KeySecretFile) is { } problem)
        {
            return ValidateOptionsResult.Fail(problem);
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

    private static string? KeySecretProblem(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"LinkCode:KeySecretFile cannot be read: {error.Message}";
        }
    }

    private static bool HasKeySecret(SiteOptions options) =>
        options.KeySecretFile.Length > 0
            ? File.ReadAllText(options.KeySecretFile).Trim().Length >= 32
            : options.KeySecret.Length >= 32;
}
