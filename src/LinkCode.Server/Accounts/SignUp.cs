using System.Globalization;
using LinkCode.Server.Accounts.Passkeys;
using LinkCode.Server.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LinkCode.Server.Accounts;

/// <summary>Begins a sign-up. Does the same work and gives the same answer whether the address has an account or not; only the mail tells.</summary>
internal sealed class SignUp(LinkCodeDb db, UserManager<Account> users, Passwords passwords, MailedCodes codes, AccountMail mail, TimeProvider time)
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

        return await BeginAsync(Row(name, address, next), address, row => row.PasswordHash = passwords.Hash(form.Password!), cancellation);
    }

    /// <summary>The same with a passkey that was made already, instead of a password.</summary>
    /// <param name="kept">The passkey, sealed by <see cref="KeptPasskeys"/>.</param>
    public Task<SignUpAnswer> RunAsync(string name, MailAddress address, byte[] kept, string? next, CancellationToken cancellation) =>
        BeginAsync(Row(name, address, next), address, row => row.Passkey = kept, cancellation);

    /// <summary>Sends the mail of a sign-up once more, with a new link and code that replace the old ones.</summary>
    public async Task SendAgainAsync(Guid signUpId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var signUp = await db.Set<PendingSignUp>().SingleOrDefaultAsync(row => row.Id == signUpId && row.ConfirmedAt == null && row.ExpiresAt > now, cancellation);
        if (signUp is null || MailAddress.Read(signUp.Address, out _) is not { } address)
        {
            return;
        }

        // Where no more mail may go, what was sent has to stay good.
        await SendAsync(signUp, address, OneTimeKey.New());
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<SignUpAnswer> BeginAsync(PendingSignUp signUp, MailAddress address, Action<PendingSignUp> prove, CancellationToken cancellation)
    {
        prove(signUp);
        db.Add(signUp);
        await SendAsync(signUp, address, OneTimeKey.New());
        await db.SaveChangesAsync(cancellation);
        return new SignUpAnswer.Begun(signUp.Id);
    }

    // A code that nobody was sent would only be there to be guessed.
    private async Task SendAsync(PendingSignUp signUp, MailAddress address, OneTimeKey key)
    {
        var code = MailedCode.New();
        if (await users.FindByEmailAsync(address.Text) is { } account ? mail.AlreadyHere(account) : mail.Confirm(address, key, code))
        {
            signUp.KeyHash = key.Hash;
            signUp.Code = codes.Seal(code, signUp.Id);
        }
    }

    private PendingSignUp Row(string name, MailAddress address, string? next)
    {
        var now = time.GetUtcNow();
        return new PendingSignUp
        {
            Id = Guid.CreateVersion7(now),
            KeyHash = OneTimeKey.New().Hash,
            Address = address.Text,
            DisplayName = name,
            Language = CultureInfo.CurrentUICulture.Name,
            Next = next,
            StartedAt = now,
            ExpiresAt = now + PendingSignUp.Lifetime,
        };
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
