using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class SubmissionTests(GridFixture fixture) : IClassFixture<GridFixture>
{
    private readonly TestGrid _grid = fixture.Grid;

    [Fact]
    public async Task Submission_OfOneSpecByMany_IsOneJob()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => _grid.SubmitAsync(new HashInput(3000), id: "same")));
        Assert.Single(jobs, job => job.IsNew);
        Assert.All(await Task.WhenAll(jobs.Select(job => job.ResultAsync())), answer => Assert.Equal(HashTally.Of(3000), answer));
        var receipt = await jobs[0].ReceiptAsync();
        Assert.Equal((3000, 1), (receipt.Covered, receipt.Writers));
        await _grid.AssertSoundAsync("same");
    }

    [Fact]
    public async Task Submission_OfAnotherSpecUnderTheId_IsAConflict()
    {
        var first = await _grid.SubmitAsync(new HashInput(10), id: "taken");
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => _grid.SubmitAsync(new HashInput(11), id: "taken"));
        Assert.Equal(SubmitStatus.Conflict, error.Status);
        Assert.Contains("'taken' exists with another spec; choose another id", error.Message, StringComparison.Ordinal);

        // How it is run is no part of what it computes.
        Assert.False((await _grid.SubmitAsync(new HashInput(10), TestGrid.Eager with { MaxAttempts = 9 }, id: "taken")).IsNew);
        Assert.Equal(HashTally.Of(10), await first.ResultAsync());
    }

    [Fact]
    public async Task Submission_OfWrongIdAndPolicy_IsRefusedWithAllProblems()
    {
        var policy = new JobPolicy
        {
            MaxAttempts = 0,
            Backoff = TimeSpan.FromSeconds(-1),
            Deadline = TimeSpan.Zero,
            MaxSlots = 0,
            Shards = 0,
            CommitInterval = TimeSpan.FromHours(1),
            SafePointTimeout = TimeSpan.Zero,
        };
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => _grid.SubmitAsync(new HashInput(1), policy, id: "not/an id"));
        Assert.Equal(SubmitStatus.Refused, error.Status);
        foreach (var wrong in new[] { "'not/an id' is no job id", "MaxAttempts", "Backoff", "Deadline", "MaxSlots", "Shards", "CommitInterval", "SafePointTimeout" })
        {
            Assert.Contains(wrong, error.Message, StringComparison.Ordinal);
        }

        var onlyPolicy = await Assert.ThrowsAsync<JobRefusedException>(() => _grid.SubmitAsync(new HashInput(1), policy));
        Assert.Contains("MaxAttempts is 0; it must lie between 1 and 100. Backoff", onlyPolicy.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-begins-with-a-hyphen")]
    [InlineData("../../etc/passwd")]
    [InlineData("ünlaut")]
    public async Task Submission_UnderAWrongId_IsRefused(string id)
    {
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => _grid.SubmitAsync(new HashInput(1), id: id));
        Assert.Contains($"'{id}' is no job id: use 1 to 100 letters", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown", 1, "{}", "'unknown' is not registered on this grid; registered are: bulk, hash. Register it where the grid or the silo is built, with AddKernel<T>(); 'eg up --host MyGrid.dll'")]
    [InlineData("hash", 7, "{\"items\": 1}", "is version 1 here, but the job was made for version 7")]
    [InlineData("hash", 1, "{\"items\": \"many\"}", "The input of kernel 'hash' is no HashInput")]
    [InlineData("hash", 1, "{\"items\": 1", "The input of kernel 'hash' is no HashInput")]
    [InlineData("hash", 1, "null", "The input of kernel 'hash' is null")]
    [InlineData("hash", 1, "", "The input of kernel 'hash' is no HashInput")]
    public async Task Submission_OfASpecThatCannotRun_IsRefused(string kernel, int version, string input, string message)
    {
        var spec = new JobSpec { Id = "cannot-run", Kernel = kernel, KernelVersion = version, Input = System.Text.Encoding.UTF8.GetBytes(input) };
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => _grid.Grid.SubmitAsync(spec));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _grid.Grid.Attach("cannot-run").StatusAsync());
    }

    [Fact]
    public async Task Submission_OfAnInputThatHoldsItself_IsRefusedByNameOfTheMember()
    {
        var ring = new Ring();
        ring.Next = ring;

        var error = await Assert.ThrowsAsync<JobRefusedException>(() => _grid.Grid.SubmitAsync(new RingKernel(), ring));
        Assert.Contains("The input of kernel 'ring', a Ring, cannot be written as JSON: A possible object cycle was detected", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.Next.Next", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Submission_OfATextTooLargeForJson_IsRefusedAsTooLarge()
    {
        var error = await Assert.ThrowsAsync<OversizedException>(() => _grid.SubmitAsync(new HashInput(1, Probe: new string('x', 166_666_667))));
        Assert.Contains("is too large to be written as JSON", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("argument", "The month is none.")]
    [InlineData("operation", "The month is not there yet.")]
    [InlineData("json", "inputType")]
    public async Task Submission_OfAnInputWhoseMemberThrows_IsRefusedInItsWords(string what, string words)
    {
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => _grid.Grid.SubmitAsync(new MoodyKernel(), new Moody(what)));
        Assert.Contains("The input of kernel 'moody', a Moody, cannot be written as JSON: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grid_WithAKernelWhosePartialIsATuple_DoesNotStart()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => TestGrid.StartAsync(configure: builder => builder.AddKernel<TupleKernel>()));
        Assert.Contains("The partial of kernel 'tuple' cannot travel as JSON", error.Message, StringComparison.Ordinal);
        Assert.Contains("Item1, Item2 of ValueTuple<Int64, Int64> would be lost", error.Message, StringComparison.Ordinal);
    }

    private sealed record Moody(string What)
    {
        public string Month => What switch
        {
            "argument" => throw new ArgumentException("The month is none."),
            "operation" => throw new InvalidOperationException("The month is not there yet."),
            _ => System.Text.Json.JsonSerializer.Serialize(1, (Type)null!),
        };
    }

    private sealed class MoodyKernel : RangeKernel<Moody, long, long>
    {
        public override long Count(Moody input) => 0;

        public override long Identity() => 0;

        public override long Compute(Moody input, ItemRange range) => 0;

        public override long Combine(long left, long right) => 0;

        public override long Finish(Moody input, long whole) => 0;
    }

    private sealed class Ring
    {
        public Ring? Next { get; set; }
    }

    private sealed class RingKernel : RangeKernel<Ring, long, long>
    {
        public override long Count(Ring input) => 0;

        public override long Identity() => 0;

        public override long Compute(Ring input, ItemRange range) => 0;

        public override long Combine(long left, long right) => 0;

        public override long Finish(Ring input, long whole) => 0;
    }

    private sealed class TupleKernel : RangeKernel<long, (long Sum, long Count), double>
    {
        public override long Count(long input) => input;

        public override (long Sum, long Count) Identity() => default;

        public override (long Sum, long Count) Compute(long input, ItemRange range) => (range.Start, range.Length);

        public override (long Sum, long Count) Combine((long Sum, long Count) left, (long Sum, long Count) right) => (left.Sum + right.Sum, left.Count + right.Count);

        public override double Finish(long input, (long Sum, long Count) whole) => (double)whole.Sum / whole.Count;
    }
}
