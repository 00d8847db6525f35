using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform;

/// <summary>Believes forwarded headers only from the proxies the operator named.</summary>
internal static class Proxies
{
    public static void Configure(ForwardedHeadersOptions options, IOptions<SiteOptions> site)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in site.Value.TrustedProxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                options.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        }

        // With empty lists the middleware would believe everybody, so without proxies it reads no header at all.
        options.ForwardedHeaders = site.Value.TrustedProxies.Count > 0
            ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
            : ForwardedHeaders.None;
        options.ForwardLimit = Math.Max(1, site.Value.TrustedProxies.Count);
    }
}
