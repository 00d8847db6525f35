using LinkCode.Server.Platform.Mail;
using LinkCode.Tests.Accounts;
using LinkCode.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LinkCode.Tests.Codes;

/// <summary>Where secrets of a link may not turn up, looked for after a whole link with every log switched on.</summary>
public sealed class DeviceCodesStaySecret
{
    [Fact]
    public async Task N20_no_page_address_log_or_mail_holds_a_device_code_and_no_log_a_user_code_or_token()
    {
        using var log = new LogKeeper();
        await using var server = await TestServer.StartAsync(
            new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:OpenIddict"] = "Trace",
                ["Logging:LogLevel:OpenIddict.Server"] = "Trace",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Trace",
                [$"Logging:{typeof(LogKeeper).FullName}:LogLevel:Default"] = "Trace",
                [$"Logging:{typeof(LogKeeper).FullName}:LogLevel:OpenIddict"] = "Trace",
                [$"Logging:{typeof(LogKeeper).FullName}:LogLevel:Microsoft.AspNetCore.Mvc"] = "Trace",
                [$"Logging:{typeof(LogKeeper).FullName}:LogLevel:Microsoft.AspNetCore.Routing"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore.Routing.DefaultLinkGenerator"] = "Debug",
            },
            adjust: services => services.AddLogging(logging => logging.ClearProviders().AddProvider(log)));
        using var http = server.Program();
        using var person = await WebPerson.AddAsync(server);
        var device = await new TestDevice(http).AskAsync(pkce: true);
        Assert.Equal("authorization_pending", (await device.PollAsync()).Error);
        var pages = new List<WebPage> { await person.GoAsync("/link"), await person.GoAsync(device.Start.GetProperty("verification_uri_complete").GetString()!) };
        pages.Add(await person.TypeAsync(device.UserCode));
        pages.Add(await person.DecideAsync(pages[^1], yes: true));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await device.PollAsync()).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await device.RefreshAsync()).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await device.UserInfoAsync()).Status);
        pages.AddRange([await person.GoAsync("/devices"), await person.GoAsync("/dev/mail")]);
        await Site.UntilAsync(() => server.Services.GetRequiredService<KeptMail>().All.Count > 0, "the letter about the link");
        var press = server.Services.GetRequiredService<LetterPress>();
        var mails = server.Services.GetRequiredService<KeptMail>().All.Select(kept => press.Text(kept.Letter) + press.Html(kept.Letter));

        Assert.All([.. pages.Select(page => page.Address + page.Html), .. mails], text => Assert.DoesNotContain(device.DeviceCode, text, StringComparison.Ordinal));
        Assert.Contains("/oauth/token", log.All, StringComparison.Ordinal);

        // Whoever has a ticket may look the code in it up, so no log has one either.
        var ticket = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(pages.Single(page => page.Path == "/link/review").Address.Query)["ticket"].ToString();
        Assert.NotEmpty(ticket);
        Assert.DoesNotContain(log.All.Split('\n'), line => line.Contains(ticket, StringComparison.Ordinal) || line.Contains("ticket=", StringComparison.Ordinal));
        string[] secrets = [device.DeviceCode, device.UserCode, device.UserCode.Replace("-", "", StringComparison.Ordinal), device.Verifier!, device.AccessToken, device.RefreshToken];
        Assert.All(secrets, secret => Assert.DoesNotContain(log.All.Split('\n'), line => line.Contains(secret, StringComparison.Ordinal)));
    }
}
