namespace LinkCode.Server.Codes;

/// <summary>How long a code has to be, so that all guesses of one lifetime together hit a live code with odds below one in 100,000.</summary>
internal static class CodeLength
{
    private const double Odds = 1e-5;

    public static int For(int liveCodes, int guesses, bool digits)
    {
        var (symbols, length) = digits ? (10d, 9) : (20d, 8);
        while (length < 12 && liveCodes * (double)guesses / Math.Pow(symbols, length) >= Odds)
        {
            length++;
        }

        return length;
    }
}
