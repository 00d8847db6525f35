using System.Security.Cryptography;
using System.Text;

namespace LinkCode.Server.Accounts.SecondStep;

/// <summary>One of ten codes on paper, for the day the authenticator app is gone. It never prints itself.</summary>
internal sealed record RecoveryCode
{
    // No vowels, so that no words come of it, and neither 0, 1 nor L, which look like others: 27 signs, almost 48 bits in ten.
    private const string Alphabet = "23456789BCDFGHJKMNPQRSTVWXZ";
    private const int Length = 10;
    private const int LongestTyped = 40;

    // Nobody chose these codes, so guessing means trying 2^47 of them; the rounds make a copied table hopeless.
    private const int Rounds = 50_000;

    private readonly string letters;

    private RecoveryCode(string letters) => this.letters = letters;

    /// <summary>As it stands on paper; nowhere else.</summary>
    public string OnPaper => letters[..5] + "-" + letters[5..];

    public static RecoveryCode New() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>Reads what a person typed: case, width, spaces and dashes do not matter.</summary>
    public static RecoveryCode? Read(string? typed)
    {
        if (typed is null or { Length: > LongestTyped })
        {
            return null;
        }

        var bare = string.Concat(typed.Select(Narrow).Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '–' or '_'))).ToUpperInvariant();
        return bare.Length == Length && bare.All(letter => Alphabet.Contains(letter, StringComparison.Ordinal)) ? new RecoveryCode(bare) : null;
    }

    /// <summary>What is stored of it. All ten of an account share the salt, so that one hash finds out which of them was typed.</summary>
    public byte[] Hash(byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(letters), salt, Rounds, HashAlgorithmName.SHA512, KeptRecoveryCode.HashLength);

    public override string ToString() => "(a recovery code)";

    // Keyboards of East Asia write letters as wide as their own signs.
    private static char Narrow(char letter) => letter is >= '\uff01' and <= '\uff5e' ? (char)(letter - 0xfee0) : letter;
}
