using System.Numerics;
using CsCheck;
using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.Tests.Numerics;

public sealed class ReproducibleSumTests
{
    private static readonly Gen<double> AnyFinite = Gen.OneOf(
        Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Where(double.IsFinite),
        Gen.Double[-1, 1],
        Gen.Int[-3, 3].Select(value => (double)value),
        Gen.Int[0, 6].Select(i => new[] { double.Epsilon, -double.Epsilon, double.MaxValue, -double.MaxValue, 2.2250738585072014E-308, -0.0, 1e16 }[i]));

    [Fact]
    public void ToDouble_AnyFiniteNumbers_IsTheExactSumRoundedOnce() => AnyFinite.Array[0, 60].Sample(values =>
        Assert.Equal(Bits(Reference.Sum(values)), Bits(SumOf(values).ToDouble())), iter: 5_000);

    [Fact]
    public void ToDouble_SumsNextToATie_RoundHalfToEven() => Gen.Select(Gen.Long[1L << 52, (1L << 53) - 1], Gen.Int[-200, 200], Gen.Int[-1, 1])
        .Sample((mantissa, power, nudge) =>
        {
            double[] values = [Math.ScaleB(mantissa, power), Math.ScaleB(0.5, power), nudge * Math.ScaleB(1, power - 600)];
            Assert.Equal(Bits(Reference.Sum(values)), Bits(SumOf(values).ToDouble()));
        });

    [Fact]
    public void Equals_AnyOrderAndGrouping_IsTrueWithEqualBytes() => Gen.Select(AnyFinite.Array[0, 40], Gen.Int, Gen.Double.Unit)
        .Sample((values, seed, cut) =>
        {
            var shuffled = values.ToArray();
            new Random(seed).Shuffle(shuffled);
            var middle = (int)(cut * shuffled.Length);
            var parts = SumOf(shuffled[..middle]);
            parts.Add(SumOf(shuffled[middle..]));
            var whole = SumOf(values);
            Assert.Equal(whole, parts);
            Assert.Equal(Encoded(whole), Encoded(parts));
            Assert.Equal(whole, ReproducibleSum.Read(Encoded(parts)));
        });

    [Theory]
    [InlineData(new[] { double.NaN, 1 }, double.NaN)]
    [InlineData(new[] { double.PositiveInfinity, 1, double.PositiveInfinity }, double.PositiveInfinity)]
    [InlineData(new[] { double.NegativeInfinity, double.MaxValue }, double.NegativeInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    [InlineData(new[] { double.MaxValue, double.MaxValue }, double.PositiveInfinity)]
    [InlineData(new[] { double.MaxValue, double.MaxValue, -double.MaxValue }, double.MaxValue)]
    [InlineData(new[] { double.Epsilon, double.Epsilon }, 2 * double.Epsilon)]
    [InlineData(new[] { -0.0 }, 0.0)]
    [InlineData(new double[0], 0.0)]
    [InlineData(new[] { 1e308, 1, -1e308 }, 1.0)]
    public void ToDouble_SpecialValues_AreDefined(double[] values, double expected) => Assert.Equal(Bits(expected), Bits(SumOf(values).ToDouble()));

    [Fact]
    public void Add_ItselfManyTimes_PassesCarriesOn()
    {
        var sum = SumOf([double.MaxValue, 1, -double.Epsilon]);
        for (var doubling = 0; doubling < 60; doubling++)
        {
            sum.Add(ReproducibleSum.Read(Encoded(sum)));
        }

        sum.Add(Negated(sum, double.MaxValue, 60));
        Assert.Equal(Math.ScaleB(1, 60), sum.ToDouble());
    }

    [Fact]
    public void Read_OtherBytes_IsAFormatException()
    {
        Assert.Throws<FormatException>(() => ReproducibleSum.Read(new byte[3]));
        var encoded = Encoded(new ReproducibleSum());
        encoded[^1] = 0xFF;
        Assert.Throws<FormatException>(() => ReproducibleSum.Read(encoded));
    }

    private static ReproducibleSum Negated(ReproducibleSum _, double value, int doublings)
    {
        var sum = SumOf([-value]);
        for (var doubling = 0; doubling < doublings; doubling++)
        {
            sum.Add(ReproducibleSum.Read(Encoded(sum)));
        }

        return sum;
    }

    private static ReproducibleSum SumOf(IEnumerable<double> values)
    {
        var sum = new ReproducibleSum();
        foreach (var value in values)
        {
            sum.Add(value);
        }

        return sum;
    }

    private static byte[] Encoded(ReproducibleSum sum)
    {
        var bytes = new byte[ReproducibleSum.EncodedLength];
        sum.WriteTo(bytes);
        return bytes;
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    /// <summary>Sums as integers of unit 2⁻¹⁰⁷⁴ and rounds by comparing with the neighbouring doubles.</summary>
    private static class Reference
    {
        public static double Sum(IEnumerable<double> values)
        {
            var exact = values.Aggregate(BigInteger.Zero, (sum, value) => sum + Units(value));
            var (low, high) = (0L, BitConverter.DoubleToInt64Bits(double.MaxValue));
            var size = BigInteger.Abs(exact);
            while (low < high)
            {
                var middle = low + ((high - low + 1) / 2);
                (low, high) = Units(BitConverter.Int64BitsToDouble(middle)) <= size ? (middle, high) : (low, middle - 1);
            }

            // Beyond the largest double the next step of the grid stands in for infinity.
            var below = Units(BitConverter.Int64BitsToDouble(low));
            var above = low == BitConverter.DoubleToInt64Bits(double.MaxValue) ? BigInteger.One << 2098 : Units(BitConverter.Int64BitsToDouble(low + 1));
            var twice = 2 * size;
            var up = twice > below + above || (twice == below + above && low % 2 == 1);
            var rounded = BitConverter.Int64BitsToDouble(up ? low + 1 : low);
            return exact.Sign < 0 ? -rounded : rounded;
        }

        private static BigInteger Units(double value)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            var exponent = (int)((bits >> 52) & 0x7FF);
            var mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
            return (new BigInteger(mantissa) << (Math.Max(exponent, 1) - 1)) * (bits < 0 ? -1 : 1);
        }
    }
}
