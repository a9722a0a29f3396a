using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Shards;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class FlawedKernelTests(FlawedKernelTests.WithFlaws fixture) : IClassFixture<FlawedKernelTests.WithFlaws>
{
    private readonly TestGrid _grid = fixture.Grid;

    [Theory]
    [InlineData(Flaw.NegativeCount, "counted -1 items; return 0 or more from Count")]
    [InlineData(Flaw.ThrowInCount, "threw NotFiniteNumberException while the input was checked and its items were counted: flaw ThrowInCount")]
    [InlineData(Flaw.ThrowInValidate, "threw NotFiniteNumberException while the input was checked and its items were counted: flaw ThrowInValidate")]
    public async Task Submission_ToAKernelThatGoesWrongAtOnce_IsRefused(Flaw flaw, string message)
    {
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => SubmitAsync(flaw));
        Assert.Contains($"Kernel '{FlawedKernel.NameOf(flaw)}' {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal((SubmitStatus.Refused, FailureFault.Kernel), (error.Status, error.Failure!.Fault));
        await AssertWorksAsync();
    }

    [Fact]
    public async Task Submission_OfAnInputThatTheKernelRefuses_IsRefusedInItsWords()
    {
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => SubmitAsync(Flaw.RefuseInValidate));
        Assert.Equal("the input is too blue; give a red one", error.Message);
        Assert.Equal(FailureFault.Input, error.Failure!.Fault);
    }

    [Theory]
    [InlineData(Flaw.NullIdentity, "returned null from Identity; return a value", "contract")]
    [InlineData(Flaw.NullCompute, "returned null from Compute; return a value", "contract")]
    [InlineData(Flaw.NullCombine, "returned null from Combine; return a value", "contract")]
    [InlineData(Flaw.NullFinish, "returned null from Finish; return a value", "contract")]
    [InlineData(Flaw.NullDecode, "returned null from Codec.Decode; return a value", "contract")]
    [InlineData(Flaw.TooLarge, "at most 10000 are allowed. Keep partials small", "contract")]
    [InlineData(Flaw.ThrowInCombine, "threw NotFiniteNumberException in items [0, 1): flaw ThrowInCombine", "kernel")]
    [InlineData(Flaw.ThrowInEncode, "threw NotFiniteNumberException in items [0, ", "kernel")]
    [InlineData(Flaw.ThrowInSizeOf, "threw NotFiniteNumberException in items [0, 1): flaw ThrowInSizeOf", "kernel")]
    [InlineData(Flaw.ThrowInDecode, "threw NotFiniteNumberException while the partials were joined and the answer was made: flaw ThrowInDecode", "kernel")]
    [InlineData(Flaw.ThrowInFinish, "threw NotFiniteNumberException while the partials were joined and the answer was made: flaw ThrowInFinish", "kernel")]
    public async Task Job_OfAKernelThatGoesWrong_FailsWithOneMessageThatNamesIt(Flaw flaw, string message, string kind)
    {
        var job = await SubmitAsync(flaw);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
        Assert.Contains($"Kernel '{FlawedKernel.NameOf(flaw)}' ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((FailureFault.Kernel, kind), (error.Outcome!.Failure!.Fault, error.Outcome.Failure.Kind));
        await _grid.AssertSoundAsync(job.Id);
        await AssertWorksAsync();
    }

    [Fact]
    public async Task Job_WhosePreviewThrows_SucceedsAllTheSame()
    {
        var job = await SubmitAsync(Flaw.ThrowInPreview);
        await job.StatusAsync();
        Assert.Equal(new string('x', FlawedKernel.Items), await job.ResultAsync());
    }

    private Task<JobHandle<string>> SubmitAsync(Flaw flaw) => _grid.Grid.SubmitAsync(
        new FlawedKernel(flaw), "input", new JobOptions { Policy = TestGrid.Eager with { Shards = 1, MaxSlots = 1, MaxAttempts = 2 } });

    private async Task AssertWorksAsync() => Assert.Equal(HashTally.Of(100), await (await _grid.SubmitAsync(new HashInput(100))).ResultAsync());

    public sealed class WithFlaws : GridFixture
    {
        protected override void Configure(EmbeddedGridBuilder builder)
        {
            foreach (var flaw in Enum.GetValues<Flaw>())
            {
                builder.AddKernel(new FlawedKernel(flaw));
            }

            builder.ConfigureServices = services => services.AddSingleton(PartialLimits.Default with { Most = FlawedKernel.FlawedLimit });
        }
    }
}
