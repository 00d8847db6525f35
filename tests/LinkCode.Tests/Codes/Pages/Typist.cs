using System.Net;
using AngleSharp.Html.Parser;
using LinkCode.Server.Codes;
using LinkCode.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace LinkCode.Tests.Codes.Pages;

/// <summary>Somebody who types codes as fast as the answers come: one connection, one form, nothing read but the bytes.</summary>
internal sealed class Typist : IDisposable
{
    private readonly Site site;
    private readonly HttpClient http;
    private string check = "";

    private Typist(Site site) =>
        (this.site, http) = (site, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) });

    public Guid Id { get; private set; }

    /// <summary>Signed in with a new account of this address, or signed out.</summary>
    public static async Task<Typist> AtAsync(Site site, string? address)
    {
        var typist = new Typist(site);
        typist.http.DefaultRequestHeaders.Add("Accept", "text/html");
        if (address is not null)
        {
            typist.Id = await site.AccountAsync(address);
            typist.check = await typist.CheckAsync("/sign-in");
            Assert.Equal(HttpStatusCode.Redirect, await typist.PostAsync("/sign-in", ("mail", address), ("password", Words.Password)));
        }

        typist.check = await typist.CheckAsync("/link");
        return typist;
    }

    public Task<HttpStatusCode> TypeAsync(string code) => PostAsync("/link", ("code", code));

    public async Task ApproveAsync(string userCode)
    {
        var code = Host.Person.Read(userCode);
        Assert.IsType<DecideAnswer.Done>(await site.InScopeAsync<ApproveLink, DecideAnswer>(approve => approve.RunAsync(code, Id, proven: null, "", default)));
    }

    /// <summary>Sends one form and reads the whole answer.</summary>
    public async Task<HttpStatusCode> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("check", check)]);
        using var answer = await http.PostAsync(path, form);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode;
    }

    public void Dispose() => http.Dispose();

    public async Task<string> CheckAsync(string path) =>
        (await new HtmlParser().ParseDocumentAsync(await http.GetStringAsync(path))).QuerySelector("main input[name=check]")!.GetAttribute("value")!;
}
