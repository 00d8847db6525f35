namespace LinkCode.Server.Codes;

/// <summary>How long a code has to be, so that all guesses of one lifetime together hit a live code with odds below one in 100,000.</summary>
internal static class CodeLength
{
    private const double Odds = 1e-5;

    public static int For(int liveCodes, int guesses, bool digits)
    {
        var (symbols, length, longest) = digits ? (10d, 9, UserCode.MostDigits) : (20d, 8, UserCode.MostLetters);
        while (length < longest && liveCodes * (double)guesses / Math.Pow(symbols, length) >= Odds)
        {
            length++;
        }

        return length;
    }
}
