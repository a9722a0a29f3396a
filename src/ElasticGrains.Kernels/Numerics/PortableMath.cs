using System.Runtime.CompilerServices;

namespace ElasticGrains.Kernels.Numerics;

/// <summary>
/// Functions made of +, −, ×, ÷ and √ alone, which IEEE 754 rounds one way only: the same bits on every machine. The C library's,
/// which <see cref="Math"/> calls, differ between versions and processors. Accurate to a few units in the last place.
/// </summary>
internal static class PortableMath
{
    // ln 2 in two parts; the upper has its last 32 bits zero, so that multiples up to 2^11 of it are exact (fdlibm's split).
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Log2E = 1.44269504088896338700e+00;
    private const double Sqrt2 = 1.41421356237309504880;
    private const double InverseSqrt2Pi = 0.398942280401432677940;
    private const double MaxExp = 709.782712893384;
    private const double MinExp = -745.1332191019412;

    // 1/n! for n = 13 … 0: for |r| ≤ ln 2 / 2 the rest of the series is below 2⁻⁵⁷.
    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
        1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
    ];

    /// <summary>eˣ; 0 and infinity beyond the range of a double.</summary>
    public static double Exp(double x)
    {
        if (!(x <= MaxExp))
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x < MinExp)
        {
            return 0;
        }

        var power = (int)Math.Round(x * Log2E);
        var rest = x - (power * Ln2High) - (power * Ln2Low);
        var series = 0.0;
        foreach (var coefficient in InverseFactorials)
        {
            series = (series * rest) + coefficient;
        }

        // In two steps: the power alone may be too large or too small for a double.
        return series * PowerOfTwo(power / 2) * PowerOfTwo(power - (power / 2));
    }

    /// <summary>ln x for a normal x &gt; 0.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var power = (int)(bits >> 52) - 1023;
        var fraction = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (fraction > Sqrt2)
        {
            fraction /= 2;
            power++;
        }

        // ln f = 2 artanh((f − 1)/(f + 1)); the quotient is below 0.172, the rest of the series below 2⁻⁵⁸.
        var quotient = (fraction - 1) / (fraction + 1);
        var square = quotient * quotient;
        var series = 0.0;
        for (var n = 23; n >= 1; n -= 2)
        {
            series = (series * square) + (2.0 / n);
        }

        return (power * Ln2High) + ((power * Ln2Low) + (quotient * series));
    }

    /// <summary>
    /// The standard normal distribution function: G. Marsaglia, "Evaluating the normal distribution", J. Stat. Softw. 11 (2004);
    /// absolute error below 10⁻¹⁵.
    /// </summary>
    public static double NormalCdf(double x)
    {
        // Beyond this the series cancels, and the result is 0 or 1 to within the absolute error.
        if (Math.Abs(x) > 8)
        {
            return x > 0 ? 1 : 0;
        }

        var (sum, term, previous) = (x, x, double.NaN);
        for (var n = 3; sum != previous; n += 2)
        {
            previous = sum;
            term *= x * x / n;
            sum += term;
        }

        return 0.5 + (sum * InverseSqrt2Pi * Exp(-0.5 * x * x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOfTwo(int power) => BitConverter.Int64BitsToDouble((power + 1023L) << 52);
}
