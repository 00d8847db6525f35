using System.Globalization;
using LinkCode.Server.Activity;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Begins a sign-up. Does the same work and gives the same answer whether the address has an account or not; only the mail tells.</summary>
internal sealed class SignUp(LinkCodeDb db, UserManager<Account> users, Passwords passwords, AccountMail mail, TimeProvider time)
{
    public async Task<SignUpAnswer> RunAsync(SignUpForm form, string? next, CancellationToken cancellation)
    {
        var name = DisplayName.Read(form.Name, out var wrongName);
        var address = MailAddress.Read(form.Mail, out var wrongAddress);
        var wrongPassword = passwords.Judge(form.Password, address, name);
        if (name is null || address is null || wrongPassword is not null)
        {
            return new SignUpAnswer.Refused([.. new[] { wrongName, wrongAddress, wrongPassword }.OfType<Problem>()]);
        }

        var key = OneTimeKey.New();
        var signUp = Begin(key, name, address, passwords.Hash(form.Password!), next);
        await SendAsync(address, key);
        await db.SaveChangesAsync(cancellation);
        return new SignUpAnswer.Begun(signUp.Id);
    }

    /// <summary>Sends the mail of a sign-up once more, with a new link that replaces the old one.</summary>
    public async Task SendAgainAsync(Guid signUpId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var signUp = await db.Set<PendingSignUp>().SingleOrDefaultAsync(row => row.Id == signUpId && row.ConfirmedAt == null && row.ExpiresAt > now, cancellation);
        if (signUp is null || MailAddress.Read(signUp.Address, out _) is not { } address)
        {
            return;
        }

        // Where no more mail may go, the link that was sent has to stay good.
        var key = OneTimeKey.New();
        if (await SendAsync(address, key))
        {
            signUp.KeyHash = key.Hash;
            await db.SaveChangesAsync(cancellation);
        }
    }

    private async Task<bool> SendAsync(MailAddress address, OneTimeKey key) =>
        await users.FindByEmailAsync(address.Text) is { } account ? mail.AlreadyHere(account) : mail.Confirm(address, key);

    private PendingSignUp Begin(OneTimeKey key, string name, MailAddress address, string passwordHash, string? next)
    {
        var now = time.GetUtcNow();
        var signUp = new PendingSignUp
        {
            Id = Guid.CreateVersion7(now),
            KeyHash = key.Hash,
            Address = address.Text,
            DisplayName = name,
            PasswordHash = passwordHash,
            Language = CultureInfo.CurrentUICulture.Name,
            Next = next,
            StartedAt = now,
            ExpiresAt = now + PendingSignUp.Lifetime,
        };
        db.Add(signUp);
        return signUp;
    }
}

/// <summary>What a person typed to make an account.</summary>
internal sealed record SignUpForm(string? Name, string? Mail, string? Password)
{
    public override string ToString() => "(a sign-up form)";
}

/// <summary>How a sign-up begins.</summary>
internal abstract record SignUpAnswer
{
    private SignUpAnswer()
    {
    }

    /// <summary>A mail is on its way.</summary>
    internal sealed record Begun(Guid SignUpId) : SignUpAnswer;

    /// <summary>Something on the form has to be put right.</summary>
    internal sealed record Refused(IReadOnlyList<Problem> Problems) : SignUpAnswer;
}
