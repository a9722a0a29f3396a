using CsCheck;
using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.Tests.Numerics;

public sealed class CounterRandomTests
{
    // The known answers that its authors publish with Random123 (kat_vectors, philox4x32 10).
    [Theory]
    [InlineData(0x00000000U, 0x00000000U, 0x00000000U, 0x00000000U, 0x00000000U, 0x00000000U, 0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U)]
    [InlineData(0xffffffffU, 0xffffffffU, 0xffffffffU, 0xffffffffU, 0xffffffffU, 0xffffffffU, 0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU)]
    [InlineData(0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U, 0xa4093822U, 0x299f31d0U, 0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U)]
    public void Block_PublishedCounterAndKey_GivesPublishedAnswer(
        uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1, uint a, uint b, uint c, uint d)
    {
        var block = CounterRandom.Block(Join(key0, key1), Join(counter0, counter1), Join(counter2, counter3));
        Assert.Equal((a, b, c, d), block);
    }

    [Fact]
    public void Lanes512_AnySeedAndItem_GiveTheScalarBits() => Gen.Select(Gen.ULong, Gen.ULong).Sample((seed, first) =>
    {
        if (PhiloxLanes512.IsSupported)
        {
            var (a, b, c, d) = PhiloxLanes512.Blocks(seed, first);
            for (var lane = 0; lane < PhiloxLanes512.Lanes; lane++)
            {
                Assert.Equal(CounterRandom.Block(seed, first + (ulong)lane), ((uint)a[lane], (uint)b[lane], (uint)c[lane], (uint)d[lane]));
            }
        }
    });

    [Fact]
    public void Lanes256_AnySeedAndItem_GiveTheScalarBits() => Gen.Select(Gen.ULong, Gen.ULong).Sample((seed, first) =>
    {
        if (PhiloxLanes256.IsSupported)
        {
            var (a, b, c, d) = PhiloxLanes256.Blocks(seed, first);
            for (var lane = 0; lane < PhiloxLanes256.Lanes; lane++)
            {
                Assert.Equal(CounterRandom.Block(seed, first + (ulong)lane), ((uint)a[lane], (uint)b[lane], (uint)c[lane], (uint)d[lane]));
            }
        }
    });

    [Fact]
    public void Uniforms_AnyItem_LieStrictlyBetweenZeroAndOne() => Gen.Select(Gen.ULong, Gen.ULong).Sample((seed, item) =>
    {
        var (first, second) = CounterRandom.Uniforms(seed, item);
        return first is > 0 and < 1 && second is > 0 and < 1;
    });

    private static ulong Join(uint low, uint high) => low | ((ulong)high << 32);
}
