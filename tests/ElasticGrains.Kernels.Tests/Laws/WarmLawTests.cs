using ElasticGrains.Testing.Laws;

namespace ElasticGrains.Kernels.Tests.Laws;

public sealed class WarmLawTests
{
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "not written or not read by WarmCodec")]
    public void Check_StateThatIsCarried_ComputesTheSame(bool keepsAll, string? says)
    {
        var report = KernelLaw.Check(new ScaleKernel(keepsAll).Bind("40"u8.ToArray()));
        Assert.Equal(says is null, report.Holds);
        Assert.True(says is null || report.Violations.Single() is { Law: "warm" } found && found.Message.Contains(says, StringComparison.Ordinal), report.ToString());
    }

    [Fact]
    public async Task ArrayCodec_OfManyValues_ReadsWhatItWrote()
    {
        var values = Enumerable.Range(0, 100_001).Select(i => i * 0.5).ToArray();
        using var stream = new MemoryStream();
        await ArrayWarmCodec<double>.Instance.WriteAsync(values, stream, default);
        stream.Position = 0;
        Assert.Equal(values, await ArrayWarmCodec<double>.Instance.ReadAsync(stream, default));
        stream.SetLength(stream.Length - 1);
        stream.Position = 0;
        await Assert.ThrowsAsync<EndOfStreamException>(() => ArrayWarmCodec<double>.Instance.ReadAsync(stream, default));
    }

    [Fact]
    public void Key_IsOfTheKernelAndItsInput_OrWhatItSays()
    {
        static string KeyOf(ScaleKernel kernel, string input) => ((IWarmRun)kernel.Bind(System.Text.Encoding.UTF8.GetBytes(input))).WarmKey;

        Assert.NotEqual(KeyOf(new ScaleKernel(true), "40"), KeyOf(new ScaleKernel(true), "41"));
        Assert.Equal(KeyOf(new ScaleKernel(true), "40"), KeyOf(new ScaleKernel(true), " 40 "));
        Assert.Equal(KeyOf(new ScaleKernel(true, "m"), "40"), KeyOf(new ScaleKernel(true, "m"), "41"));
        Assert.NotEqual(KeyOf(new ScaleKernel(true, "m"), "40"), KeyOf(new ScaleKernel(true, "n"), "40"));
        Assert.Matches("^scale/1/[0-9a-f]{64}$", KeyOf(new ScaleKernel(true, new string('m', 100_000)), "41"));
    }

    /// <summary>Sums items times a factor, which its codec may forget.</summary>
    private sealed class ScaleKernel(bool keepsAll, string? key = null) : WarmKernel<long, int[], long, long>, IWarmCodec<int[]>
    {
        public override IWarmCodec<int[]> WarmCodec => this;

        public override string? WarmKey(long input) => key;

        public override int[] Warm(long input) => [3, 5];

        public override long Count(long input) => input;

        public override long Identity() => 0;

        public override long Compute(long input, int[] warm, ItemRange range)
        {
            var sum = 0L;
            for (var item = range.Start; item < range.End; item++)
            {
                sum += (item + 1) * warm[item % 2];
            }

            return sum;
        }

        public override long Combine(long left, long right) => left + right;

        public override long Finish(long input, long whole) => whole;

        public Task WriteAsync(int[] warm, Stream to, CancellationToken cancellationToken) => ArrayWarmCodec<int>.Instance.WriteAsync(warm, to, cancellationToken);

        public async Task<int[]> ReadAsync(Stream from, CancellationToken cancellationToken)
        {
            var warm = await ArrayWarmCodec<int>.Instance.ReadAsync(from, cancellationToken);
            warm[1] = keepsAll ? warm[1] : 0;
            return warm;
        }
    }
}
