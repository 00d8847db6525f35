namespace LinkCode.Server.Codes;

/// <summary>How long a code has to be, so that all guesses of one lifetime together hit a live code with odds below one in 100,000.</summary>
internal static class CodeLength
{
    private const double Odds = 1e-5;

    /// <param name="liveCodes">How many codes a guess could hit.</param>
    /// <param name="guesses">How many may be wrong in ten minutes.</param>
    /// <param name="lifetime">How long the code lives.</param>
    /// <param name="digits">Whether it is of digits.</param>
    public static int For(int liveCodes, int guesses, TimeSpan lifetime, bool digits) =>
        For(liveCodes, guesses * (int)Math.Ceiling(lifetime / GuessLimits.Window), digits);

    private static int For(int liveCodes, int guesses, bool digits)
    {
        var (symbols, length, longest) = digits ? (10d, 9, UserCode.MostDigits) : (20d, 8, UserCode.MostLetters);
        while (length < longest && liveCodes * (double)guesses / Math.Pow(symbols, length) >= Odds)
        {
            length++;
        }

        return length;
    }
}
