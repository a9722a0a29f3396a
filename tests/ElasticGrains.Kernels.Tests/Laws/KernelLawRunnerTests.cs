using ElasticGrains.Testing.Laws;

namespace ElasticGrains.Kernels.Tests.Laws;

public sealed class KernelLawRunnerTests
{
    [Fact]
    public void Check_SoundKernel_ReportsNothing()
    {
        var report = Check(Flaw.None);
        Assert.True(report.Holds, report.ToString());
        Assert.Equal(20, report.Items);
        Assert.True(report.Checks > 100);
        Assert.StartsWith("Kernel 'broken' kept its laws", report.ToString());
    }

    [Theory]
    [InlineData(Flaw.CutsRecords, "homomorphism", "a record is cut at the border")]
    [InlineData(Flaw.SharedIdentity, "identity", "a new object at every call")]
    [InlineData(Flaw.NeutralCountsOne, "homomorphism", "differs from Combine(")]
    [InlineData(Flaw.EmptyRangeCountsOne, "identity", "An empty range must give the neutral partial")]
    [InlineData(Flaw.ExtendForgets, "extend", "Extend must be Combine(soFar, Compute(range))")]
    [InlineData(Flaw.CombineEncodedForgets, "combine-encoded", "CombineEncoded must be")]
    [InlineData(Flaw.CodecDropsField, "codec", "is not written, not read")]
    [InlineData(Flaw.EncodeConsumes, "codec", "leave the partial unchanged")]
    [InlineData(Flaw.NotCommutative, "commutative", "IsCommutative is true")]
    [InlineData(Flaw.NoSize, "size", "Override SizeOf")]
    [InlineData(Flaw.FinishUsesHiddenState, "finish", "Finish must depend on what the codec writes")]
    [InlineData(Flaw.SharedState, "determinism", "keep no mutable state")]
    [InlineData(Flaw.Throws, "exception", "InvalidOperationException: seven")]
    [InlineData(Flaw.ReturnsNull, "exception", "returned null from Compute")]
    [InlineData(Flaw.NegativeCount, "count", "counted -1 items")]
    [InlineData(Flaw.GrowingCount, "count", "it must not change")]
    public void Check_FlawedKernel_NamesTheLawInPlainWords(Flaw flaw, string law, string words)
    {
        var report = Check(flaw);
        Assert.False(report.Holds);
        Assert.Contains(report.Violations, violation => violation.Law == law && violation.Message.Contains(words, StringComparison.Ordinal));
        Assert.Contains($"{law}: ", report.ToString());
    }

    [Fact]
    public void Check_RecordCutAnywhere_ReportsTheSmallestExample()
    {
        var broken = Check(Flaw.CutsRecords).Violations.Single(violation => violation.Law == "homomorphism");
        Assert.Matches(@"^Compute\(\[(\d+), (\d+)\)\) differs from Combine\(Compute\(\[\d+, \d+\)\), Compute\(\[\d+, \d+\)\)\)", broken.Message);
        var bounds = System.Text.RegularExpressions.Regex.Match(broken.Message, @"\[(\d+), (\d+)\)");
        Assert.Equal(2, long.Parse(bounds.Groups[2].Value) - long.Parse(bounds.Groups[1].Value));
    }

    [Fact]
    public void Check_SameSeed_GivesTheSameReport() => Assert.Equal(Check(Flaw.CutsRecords).ToString(), Check(Flaw.CutsRecords).ToString());

    [Fact]
    public void Check_NoItems_StillChecksIdentity() => Assert.True(KernelLaw.Check(Bind(Flaw.None, 0)).Holds);

    private static LawReport Check(Flaw flaw) => KernelLaw.Check(Bind(flaw, 20), new LawOptions { Seed = 3, Cuts = 30 });

    private static IKernelRun Bind(Flaw flaw, long items) => new BrokenKernel(flaw).Bind(KernelJson.Write(new BrokenInput(items)));
}
