using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Kernels.Tests.Hashing;

public class CacheKeyTests
{
    private static readonly JobSpec Spec = new()
    {
        Id = "j",
        Kernel = "pi",
        KernelVersion = 1,
        Input = "{\"samples\": 10}"u8.ToArray(),
        Policy = JobPolicy.Default with { Cache = CacheUse.Take },
    };

    public static TheoryData<string> Same => ["id", "tags", "slots", "shards", "priority", "deadline", "attempts", "backoff", "commits", "spaces in the input"];

    public static TheoryData<string> Other => ["kernel", "version", "input", "what is given up", "how much of it"];

    [Theory]
    [MemberData(nameof(Same))]
    public void Key_OfWhatOnlySaysHowItIsComputed_IsTheSame(string change) => Assert.Equal(KeyOf(Spec), KeyOf(Changed(change)));

    [Theory]
    [MemberData(nameof(Other))]
    public void Key_OfWhatMayChangeTheAnswer_IsAnother(string change) => Assert.NotEqual(KeyOf(Spec), KeyOf(Changed(change)));

    [Fact]
    public void Key_OfAnotherBuildOfTheKernel_IsAnother()
    {
        Assert.NotEqual(KeyOf(Spec), CacheKey.Of(Spec, new RebuiltKernel()));
        Assert.Equal(CacheKey.Of(Spec, new RebuiltKernel()), CacheKey.Of(Spec, new RebuiltKernel()));
    }

    /// <summary>Two kernels of one assembly, of which a host may have either under the same name.</summary>
    [Fact]
    public void Key_OfAnotherTypeOfTheSameBuild_IsAnother() => Assert.NotEqual(KeyOf(Spec), CacheKey.Of(Spec, new OptionKernel()));

    [Fact]
    public void Key_OfAJobThatIsToBeComputedAnew_IsTheSame() => Assert.Equal(KeyOf(Spec), KeyOf(Spec with { Policy = Spec.Policy with { Cache = CacheUse.Refresh } }));

    [Fact]
    public void Key_OfAJob_IsThirtyTwoHexadecimalDigits() => Assert.Matches("^[0-9a-f]{32}$", KeyOf(Spec));

    [Fact]
    public void Key_OfAJobThatDoesNotAskForIt_IsNone() => Assert.Null(KeyOf(Spec with { Policy = JobPolicy.Default }));

    [Fact]
    public void Key_OfAKernelWithAResultPerItem_IsNone() => Assert.Null(CacheKey.Of(Spec, new SquaresKernel()));

    private static string? KeyOf(JobSpec spec) => CacheKey.Of(spec, new PiKernel());

    private static JobSpec Changed(string change) => change switch
    {
        "id" => Spec with { Id = "other" },
        "tags" => Spec with { Tags = new Dictionary<string, string> { ["team"] = "risk" } },
        "slots" => Spec with { Policy = Spec.Policy with { MaxSlots = 1 } },
        "shards" => Spec with { Policy = Spec.Policy with { Shards = 9 } },
        "priority" => Spec with { Policy = Spec.Policy with { Priority = 9 } },
        "deadline" => Spec with { Policy = Spec.Policy with { Deadline = TimeSpan.FromDays(1), SafePointTimeout = TimeSpan.FromDays(1) } },
        "attempts" => Spec with { Policy = Spec.Policy with { MaxAttempts = 9 } },
        "backoff" => Spec with { Policy = Spec.Policy with { Backoff = TimeSpan.Zero, MaxBackoff = TimeSpan.FromDays(1) } },
        "commits" => Spec with { Policy = Spec.Policy with { CommitInterval = TimeSpan.Zero } },
        "spaces in the input" => Spec with { Input = "{ \"samples\":10 }"u8.ToArray() },
        "kernel" => Spec with { Kernel = "tau" },
        "version" => Spec with { KernelVersion = 2 },
        "input" => Spec with { Input = "{\"samples\": 11}"u8.ToArray() },
        "what is given up" => Spec with { Policy = Spec.Policy with { OnQuarantine = FailurePolicy.FinishRest } },
        _ => Spec with { Policy = Spec.Policy with { ToleratedRanges = 1 } },
    };

    // Of the same name, version and types, in another module.
    private sealed class RebuiltKernel : RangeKernel<PiInput, PiTally, PiResult>
    {
        public override string Name => "pi";

        public override long Count(PiInput input) => input.Samples;

        public override PiTally Identity() => new(0, 0);

        public override PiTally Compute(PiInput input, ItemRange range) => new(0, 0);

        public override PiTally Combine(PiTally left, PiTally right) => left;

        public override PiResult Finish(PiInput input, PiTally whole) => throw new NotSupportedException();
    }
}
