using CsCheck;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Kernels.Tests.MonteCarlo;

public sealed class PiKernelTests
{
    [Fact]
    public void Count_AnyRange_IsTheSameOnEveryInstructionPath() =>
        Gen.Select(Gen.ULong, Gen.OneOf(Gen.Long[0, 100], Gen.Long[0, long.MaxValue - 1000]), Gen.Long[0, 300]).Sample((seed, start, length) =>
        {
            var range = new ItemRange(start, start + length);
            var (from, end) = ((ulong)start, (ulong)(start + length));
            var even = from + (from % 2);
            var narrow = even;
            var scalar = QuarterCircle.CountScalar(seed, from, end);
            Assert.Equal(scalar, QuarterCircle.Count(seed, range));
            if (Numerics256 && even <= end)
            {
                var hits = QuarterCircle.Count256(seed, ref narrow, end);
                Assert.Equal(QuarterCircle.CountScalar(seed, even, end), hits + QuarterCircle.CountScalar(seed, narrow, end));
            }
        });

    [Fact]
    public void Finish_MillionsOfPoints_IsWithinFourStandardErrors()
    {
        var kernel = new PiKernel();
        var input = new PiInput { Samples = 20_000_000, Seed = 7 };
        var result = kernel.Finish(input, kernel.Compute(input, new ItemRange(0, input.Samples)));
        Assert.InRange(Math.Abs(result.Pi - Math.PI), 0, 4 * result.StandardError);
        Assert.InRange(result.StandardError, 0.0003, 0.0004);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Validate_NoSamples_IsRefused(long samples)
    {
        var error = Assert.Throws<KernelInputException>(() => new PiKernel().Validate(new PiInput { Samples = samples }));
        Assert.Equal($"Samples is {samples}; give 1 or more.", error.Message);
    }

    private static bool Numerics256 => Kernels.Numerics.PhiloxLanes256.IsSupported;
}
