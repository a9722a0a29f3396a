using System.Globalization;
using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;
using Xunit.Abstractions;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What is too large for a message, beside a thousand small calls a second on the same connections: none of those fails.</summary>
public sealed class OversizedTests(BulkFixture bulk, ITestOutputHelper output) : IClassFixture<BulkFixture>
{
    private const int KiB = 1 << 10;
    private const int MiB = 1 << 20;

    private static readonly JobPolicy Once = JobPolicy.Default with { MaxAttempts = 1, Shards = 1, MaxSlots = 1 };

    [Theory]
    [InlineData(300 * KiB)]
    [InlineData(MiB)]
    [InlineData(10 * MiB)]
    [InlineData(50 * MiB)]
    public Task Answer_OfAnySize_ArrivesWhole(int bytes) => BesideSmallCallsAsync(async () =>
    {
        var job = await SubmitAsync(Bulk.Answer, bytes);

        Same(BulkKernel.BytesOf(bytes), await job.ResultAsync());
        var status = await job.StatusAsync();
        Assert.True(status.Outcome!.Result.IsEmpty);
        Assert.InRange(status.Outcome.ResultBlock!.Length, bytes - 8, bytes + 8);
        await IsVerifiedAsync(job.Id);
    });

    [Theory]
    [InlineData(300 * KiB)]
    [InlineData(10 * MiB)]
    [InlineData(50 * MiB)]
    public Task Partial_OfAnySize_GoesAsABlock(int bytes) => BesideSmallCallsAsync(async () =>
    {
        var job = await SubmitAsync(Bulk.Partial, bytes);

        Assert.Equal(bytes / 4 * 3, BitConverter.ToInt32(await job.ResultAsync()));
        Assert.InRange(Assert.Single(await Tail.Read(job)).Bytes, bytes - 8, bytes + 8);
        await IsVerifiedAsync(job.Id);
    });

    [Theory]
    [InlineData(300 * KiB)]
    [InlineData(10 * MiB)]
    public Task Preview_LargerThanAMessage_IsLeftOutAndSaysSo(int bytes) => BesideSmallCallsAsync(async () =>
    {
        var job = await SubmitAsync(Bulk.Preview, bytes);

        var partial = Assert.Single(await Tail.Read(job));
        Assert.True(partial.Preview.IsEmpty);
        Assert.InRange(partial.PreviewLeftOut, bytes - 8, bytes + 8);
        Assert.Equal(JobPhase.Succeeded, (await job.OutcomeAsync()).Phase);
    });

    [Theory]
    [InlineData(300 * KiB)]
    [InlineData(MiB)]
    [InlineData(10 * MiB)]
    [InlineData(50 * MiB)]
    public Task Item_OfAnySize_ArrivesWhole(int bytes) => BesideSmallCallsAsync(async () =>
    {
        var job = await bulk.Grid.SubmitAsync(new BulkItemKernel(), new BulkInput(Bulk.None, bytes), new JobOptions { Policy = Once });
        Assert.Equal(2, (await job.ResultAsync()).Items);

        foreach (var item in await Task.WhenAll(ReadAsync(0), ReadAsync(1)))
        {
            Same(BulkKernel.BytesOf(bytes), item);
        }

        async Task<byte[]> ReadAsync(long item) => KernelJson.Read<BulkItem>(await job.ItemAsync(item), "bulk-item").Content;
    });

    [Theory]
    [InlineData(Bulk.Message, 300 * KiB)]
    [InlineData(Bulk.Message, 50 * MiB)]
    [InlineData(Bulk.Cause, 300 * KiB)]
    [InlineData(Bulk.Cause, 50 * MiB)]
    public Task Exception_OfAnySize_IsCutAndSaysSo(Bulk where, int length) => BesideSmallCallsAsync(async () =>
    {
        var job = await SubmitAsync(where, length);
        var failure = (await job.OutcomeAsync()).Failure!;

        Assert.Equal((FailureFault.Kernel, "kernel", typeof(InvalidOperationException).FullName), (failure.Fault, failure.Kind, failure.TypeName));
        Assert.Contains(CutMark(length, 4096), where == Bulk.Message ? failure.Message : failure.RemoteStack, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 1, 4096 + 300);
        Assert.InRange(failure.RemoteStack!.Length, 1, 16_384 + 100);
        Assert.Contains("BulkKernel.Compute", failure.RemoteStack, StringComparison.Ordinal);
        Assert.Contains("its stack is recorded", failure.Message, StringComparison.OrdinalIgnoreCase);
    });

    [Theory]
    [InlineData(300 * KiB)]
    [InlineData(50 * MiB)]
    public Task Refusal_OfAnySize_IsCutAndSaysSo(int length) => BesideSmallCallsAsync(async () =>
    {
        var error = await Assert.ThrowsAsync<JobRefusedException>(() => SubmitAsync(Bulk.Refusal, length));

        Assert.Equal("input", error.Failure!.Kind);
        Assert.EndsWith(CutMark(length, 4096), error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public Task Item_ThatThrowsALongTextWhenItIsReadBack_GivesItsBeginning() => BesideSmallCallsAsync(async () =>
    {
        var job = await bulk.Grid.SubmitAsync(new BulkItemKernel(), new BulkInput(Bulk.ReadBack, 10 * MiB), new JobOptions { Policy = Once });
        await job.ResultAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => job.ItemAsync(1));
        Assert.Contains("cut)", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 4096, 4096 + 200);
    });

    [Theory]
    [InlineData(300 * KiB)]
    [InlineData(50 * MiB)]
    public Task Line_OfAnySize_IsCutAndSaysSo(int length) => BesideSmallCallsAsync(async () =>
    {
        var job = await SubmitAsync(Bulk.Line, length);
        await job.ResultAsync();

        var log = new PostgresJobLog(bulk.Cluster.Store);
        IReadOnlyList<LogLine> lines = [];
        await Eventually.HoldsAsync(async () => (lines = await log.ReadAsync(job.Id, new LogQuery { Max = 10 })).Count > 0, "the line is kept");
        Assert.Equal(new string('x', 4096) + CutMark(length, 4096), Assert.Single(lines).Text);
    });

    [Fact]
    public Task Input_UpToTheLimit_Travels() => BesideSmallCallsAsync(async () =>
    {
        foreach (var bytes in new[] { 300 * KiB, InputLimit.Default })
        {
            var job = await bulk.Grid.SubmitAsync(SpecOf(string.Create(CultureInfo.InvariantCulture, $"input-{bytes}"), bytes));
            Assert.Equal("\"\"", Encoding.UTF8.GetString((await job.OutcomeAsync()).Result.Span));
        }
    });

    [Theory]
    [InlineData(MiB + 1)]
    [InlineData(10 * MiB)]
    [InlineData(50 * MiB)]
    [InlineData(200 * MiB)]
    public Task Input_BeyondTheLimit_IsRefusedBeforeItIsSent(int bytes) => BesideSmallCallsAsync(async () =>
    {
        var spec = SpecOf("too-much", bytes);
        var error = await Assert.ThrowsAsync<OversizedException>(() => bulk.Grid.SubmitAsync(spec));

        Assert.Equal((bytes, InputLimit.Default), (error.Bytes, error.Limit));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"The input of job 'too-much' has {bytes:N0} bytes; at most 1,048,576 are sent. Put the data where every silo can read ")
            + "it (a file, a table, an object) and give the kernel its name; or raise MaxInputBytes, on the silos too. If the job was submitted before, attach to it by its id.",
            error.Message);
        Assert.Null(await bulk.Cluster.Ledger.FindAsync("too-much"));
    });

    [Theory]
    [InlineData(10 * MiB, true)]
    [InlineData(200 * MiB, false)]
    public Task Input_OfATypeBeyondTheLimit_IsRefusedBeforeItIsSent(int length, bool isCounted) => BesideSmallCallsAsync(async () =>
    {
        var input = new BulkInput(Bulk.None, 0, new string('x', length));

        var error = await Assert.ThrowsAsync<OversizedException>(() => bulk.Grid.SubmitAsync(new BulkKernel(), input));

        Assert.Equal(isCounted, error.Bytes > length);
        Assert.Contains("Put the data where every silo can read it", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public Task Input_BeyondTheLimitOfTheSilosAlone_IsRefusedByThemWithTheirLimit() => BesideSmallCallsAsync(async () =>
    {
        await using var generous = await bulk.Cluster.ConnectAsync(settings => settings.MaxInputBytes = 16 * MiB);

        var error = await Assert.ThrowsAsync<OversizedException>(() => generous.Grid.SubmitAsync(SpecOf("generous", MiB + 10)));

        Assert.Equal((MiB + 10, InputLimit.Default), (error.Bytes, error.Limit));
        Assert.Null(await bulk.Cluster.Ledger.FindAsync("generous"));
    });

    [Fact]
    public Task Words_OfAnySizeAroundAJob_AreRefusedBeforeTheyAreSent() => BesideSmallCallsAsync(async () =>
    {
        var text = new string('x', 50 * MiB);
        var spec = SpecOf("words", 100);
        var errors = new[]
        {
            await Assert.ThrowsAsync<JobRefusedException>(() => bulk.Grid.SubmitAsync(spec with { Id = text })),
            await Assert.ThrowsAsync<JobRefusedException>(() => bulk.Grid.SubmitAsync(spec with { Kernel = text })),
            await Assert.ThrowsAsync<JobRefusedException>(() => bulk.Grid.SubmitAsync(spec with { Tags = new Dictionary<string, string> { [text] = "a" } })),
            await Assert.ThrowsAsync<JobRefusedException>(() => bulk.Grid.SubmitAsync(spec with { Tags = new Dictionary<string, string> { ["a"] = text } })),
        };
        Assert.All(errors, error => Assert.InRange(error.Message.Length, 1, 400));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => bulk.Grid.Attach(text).StatusAsync());
        var reason = await Assert.ThrowsAsync<OversizedException>(() => bulk.Grid.Attach("endless-1").CancelAsync(text));
        Assert.Equal((50L * MiB, 4096L), (reason.Bytes, reason.Limit));
    });

    [Fact]
    public Task Answer_Of200MiB_ArrivesWhole() => Answer_OfAnySize_ArrivesWhole(200 * MiB);

    private Task<JobHandle<byte[]>> SubmitAsync(Bulk where, int bytes) =>
        bulk.Grid.SubmitAsync(new BulkKernel(), new BulkInput(where, bytes), new JobOptions { Policy = Once });

    private async Task BesideSmallCallsAsync(Func<Task> test)
    {
        var small = bulk.StartSmallCalls();
        try
        {
            await test();
        }
        finally
        {
            var (calls, p99) = await small.EndWithoutErrorsAsync();
            output.WriteLine($"{calls} small calls, none failed; 99 of 100 took at most {p99.TotalMilliseconds:0.0} ms");
        }
    }

    private async Task IsVerifiedAsync(string jobId) =>
        Assert.Empty(LedgerVerifier.Verify((await new PostgresLedgerReader(bulk.Cluster.Store).DumpAsync(jobId))!));

    // Compared byte by byte, tens of millions take minutes.
    private static void Same(byte[] expected, byte[] found) => Assert.True(expected.AsSpan().SequenceEqual(found));

    private static string CutMark(int length, int kept) => string.Create(CultureInfo.InvariantCulture, $"… ({length - kept:N0} characters cut)");

    private static JobSpec SpecOf(string id, int bytes) => new() { Id = id, Kernel = "bulk", KernelVersion = 1, Input = InputOf(bytes), Policy = Once };

    private static byte[] InputOf(int bytes)
    {
        var input = new byte[bytes];
        input.AsSpan().Fill((byte)'x');
        "{\"where\":\"none\",\"bytes\":0,\"padding\":\""u8.CopyTo(input);
        "\"}"u8.CopyTo(input.AsSpan(bytes - 2));
        return input;
    }
}
