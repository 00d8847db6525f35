using System.Net;
using LinkCode.Tests.Host;

namespace LinkCode.Tests.Input;

/// <summary>No address reads more than its forms need (T74).</summary>
public sealed class SizesOfForms(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/link", 4200, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/Link/", 4200, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/link/review", 4200, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/link/ended/00000000-0000-0000-0000-000000000000", 4200, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/link", 3800, HttpStatusCode.BadRequest)]
    [InlineData("/sign-in", 4200, HttpStatusCode.BadRequest)]
    public async Task T74_a_form_that_is_too_long_is_refused_whether_it_says_so_first_or_not(string path, int length, HttpStatusCode status)
    {
        using var http = fixture.Server.Program();
        foreach (var inPieces in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent("code=" + new string('A', length - 5), encoding: null, "application/x-www-form-urlencoded"),
            };
            request.Headers.TransferEncodingChunked = inPieces;
            try
            {
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == status, $"{path}, {(inPieces ? "in pieces" : "whole")}: {answer.StatusCode}");
            }
            catch (HttpRequestException) when (inPieces && status == HttpStatusCode.RequestEntityTooLarge)
            {
                // Refused while the rest still arrived, and the system threw the answer away with it.
            }
        }
    }
}
