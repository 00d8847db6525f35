using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Platform;

/// <summary>Whoever is known here is not kept out by strangers behind the same address, and has limits of their own (T13).</summary>
public sealed class LimitsOfSending
{
    // A slow machine needs more than a minute's worth of tries to get to the end of it.
    private const int MostTries = 3000;

    [Fact]
    public async Task T13_a_stranger_who_uses_up_the_forms_of_an_address_keeps_no_person_out()
    {
        await using var server = await StartAsync();
        using var person = await WebPerson.AddAsync(server);
        using var http = server.Program();
        var device = await new TestDevice(http).AskAsync();
        await UseUpAsync(http, "/link");
        await person.LinkAsync(device.UserCode);
        Assert.Equal(HttpStatusCode.OK, (await device.PollAsync()).Status);
    }

    [Fact]
    public async Task T13_a_stranger_who_uses_up_the_sign_ins_of_an_address_keeps_no_person_out()
    {
        await using var server = await StartAsync();
        using var person = await WebPerson.AddAsync(server);
        using var http = server.Program();
        await UseUpAsync(http, "/sign-in");
        var page = await person.GoAsync("/sign-out");
        await person.SendAsync(page, page.Forms.First(form => form.GetAttribute("method") == "post"));
        Assert.Equal("/", (await person.SignInAsync()).Path);
    }

    [Fact]
    public async Task T13_a_person_who_uses_up_their_own_stops_nobody_else()
    {
        await using var server = await StartAsync();
        using var person = await WebPerson.AddAsync(server);
        using var other = await WebPerson.AddAsync(server);
        using var http = server.Program();
        http.DefaultRequestHeaders.Add("Cookie", person.Cookies);
        await UseUpAsync(http, "/link");
        var device = await new TestDevice(http).AskAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await person.TypeAsync(device.UserCode)).Status);
        await other.LinkAsync(device.UserCode);
        using var stranger = server.Program();
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(stranger, "/link"));
    }

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(new Dictionary<string, string?> { ["LinkCode:LimitScale"] = "1" });

    private static async Task UseUpAsync(HttpClient http, string path)
    {
        var sent = 0;
        while (await SendAsync(http, path) != HttpStatusCode.TooManyRequests)
        {
            Assert.True(++sent < MostTries, $"{sent} forms and nobody was stopped.");
        }
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient http, string path)
    {
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent([new("code", "BCDF-GHJK")]));
        return answer.StatusCode;
    }
}
