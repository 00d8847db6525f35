using Microsoft.AspNetCore.Identity;

namespace LinkCode.Bench.OpenIddictPeer;

/// <summary>Signs anybody in, with an account made for the occasion: only what comes after it is measured.</summary>
internal static class SignIn
{
    public static void Map(WebApplication app) => app.MapPost("/sign-in", RunAsync).DisableAntiforgery();

    private static async Task<IResult> RunAsync(HttpRequest request, UserManager<IdentityUser> users, SignInManager<IdentityUser> browser)
    {
        var mail = (await request.ReadFormAsync())["mail"].ToString();
        var user = await users.FindByNameAsync(mail);
        if (user is null)
        {
            user = new IdentityUser(mail) { Email = mail, EmailConfirmed = true };
            await users.CreateAsync(user);
        }

        await browser.SignInAsync(user, isPersistent: true);
        return Results.NoContent();
    }
}
