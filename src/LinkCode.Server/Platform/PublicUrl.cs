using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace LinkCode.Server.Platform;

/// <summary>Finds the public address in Development, and makes it the only host name that is answered.</summary>
internal static class PublicUrl
{
    /// <summary>Lets <c>--lan</c> stand alone; the configuration reader wants a value after every word.</summary>
    public static string[] WithLan(string[] args) => [.. args.Select(word => word == "--lan" ? "--lan=true" : word)];

    public static bool IsOnLan(IConfiguration configuration) => configuration.GetValue<bool>("lan");

    public static void UsePublicUrl(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (builder.Environment.IsDevelopment())
        {
            if (IsOnLan(configuration))
            {
                ListenOnLan(builder);
            }

            // Without a setting, the address the server listens on is the address people type.
            var listening = configuration["urls"]?.Split(';')[0];
            if (string.IsNullOrEmpty(configuration["LinkCode:PublicUrl"]) && listening is not null)
            {
                configuration["LinkCode:PublicUrl"] = listening.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
            }
        }

        builder.Services.AddOptions<HostFilteringOptions>().Configure<IOptions<SiteOptions>, IHostEnvironment>((options, site, environment) =>
        {
            // Whoever develops may call this machine by any of its own names; everybody else knows one address (T100).
            options.AllowedHosts = environment.IsDevelopment() ? [site.Value.Address.Host, "localhost", "127.0.0.1", "[::1]"] : [site.Value.Address.Host];
            options.AllowEmptyHosts = false;
        });
    }

    private static void ListenOnLan(WebApplicationBuilder builder)
    {
        var port = BindingAddress.Parse(builder.Configuration["urls"]?.Split(';')[0] ?? "http://localhost:5290").Port;
        var address = LanAddress() ?? throw new StartRefusedException("--lan found no network to listen on. Connect this computer to the network your phone is on, and start again.");
        builder.WebHost.UseUrls($"http://0.0.0.0:{port}");
        builder.Configuration["LinkCode:PublicUrl"] = $"http://{address}:{port}";
    }

    private static IPAddress? LanAddress() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            // A network with a way out is the one the phone is on; bridges of virtual machines have none.
            .OrderByDescending(network => network.GetIPProperties().GatewayAddresses.Count)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork);
}
